"""M/M/1 at load 0.7 in SimPy: a source, a resource of one server, one process per job. Usage: mm1_simpy.py JOBS SEED"""

import random
import sys
import time

import simpy

jobs, seed = int(sys.argv[1]), int(sys.argv[2])
uniform = random.Random(seed)
total = 0.0


def job(environment, server):
    global total
    arrived = environment.now
    with server.request() as request:
        yield request
        yield environment.timeout(uniform.expovariate(1.0))
    total += environment.now - arrived


def source(environment, server):
    for _ in range(jobs):
        yield environment.timeout(uniform.expovariate(0.7))
        environment.process(job(environment, server))


environment = simpy.Environment()
server = simpy.Resource(environment, capacity=1)
before = time.process_time()
environment.process(source(environment, server))
environment.run()
spent = time.process_time() - before
print('{"nanoseconds":%.2f,"sojourn":%.6f}' % (spent * 1e9 / (2 * jobs), total / jobs))
