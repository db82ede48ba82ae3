"""The market of shorter-of-two.yaml in SimPy: one process and one store of work per node. Usage: market_simpy.py N JOBS SEED

Rules as in market.c: the less busy of two distinct nodes, one node in five asserts falsely on every other job in a tenth
of the time, a challenge with p = 0.1 has two validators compute the job again, a refuted asserter loses 50 of its stake,
half of which goes to the validators.
"""

import random
import sys
import time

import simpy

count, jobs, seed = (int(text) for text in sys.argv[1:4])
uniform = random.Random(seed)
focal = count // 5
totals = dict(sojourn=0.0, challenged=0, detected=0, undetected=0, busy=0.0, income=0.0, focal=0, settled=0)


class Job:
    __slots__ = ("arrived", "asserter", "false", "pending", "validators")


class Node:
    def __init__(self, environment, index):
        self.environment, self.index = environment, index
        self.speed, self.stake, self.length = 0.5 + 1.5 * uniform.random(), 1000.0, 0
        self.work = simpy.Store(environment)
        environment.process(self.serve())

    def give(self, job, asserts):
        self.length += 1
        self.work.put((job, asserts))

    def serve(self):
        while True:
            job, asserts = yield self.work.get()
            seconds = uniform.expovariate(1.0)
            if asserts:
                job.false = self.index < focal and uniform.random() < 0.5
                if job.false:
                    seconds *= 0.1
            seconds /= self.speed
            totals["busy"] += seconds
            yield self.environment.timeout(seconds)
            self.length -= 1
            if asserts:
                finish(job)
            else:
                job.pending -= 1
                if job.pending == 0:
                    settle(job)


def finish(job):
    job.validators = []
    if uniform.random() >= 0.1:
        settle(job)
        return
    totals["challenged"] += 1
    while len(job.validators) < 2:
        node = nodes[uniform.randrange(count)]
        if node is not job.asserter and node not in job.validators:
            job.validators.append(node)
    job.pending = 2
    for node in job.validators:
        node.give(job, False)


def settle(job):
    refuted = job.false and len(job.validators) > 0
    totals["settled"] += 1
    totals["sojourn"] += environment.now - job.arrived
    if job.false:
        totals["detected" if refuted else "undetected"] += 1
    node = job.asserter
    taken = min(50.0, node.stake) if refuted else 0.0
    if node.index < focal:
        totals["focal"] += 1
        totals["income"] += (0.0 if refuted else 1.0) - taken - (0.06 if job.false else 0.6)


def source():
    rate = 0.7 * 1.25 / 1.2 * count
    for _ in range(jobs):
        yield environment.timeout(uniform.expovariate(rate))
        first = uniform.randrange(count)
        second = uniform.randrange(count - 1)
        if second >= first:
            second += 1
        node = nodes[second] if nodes[second].length < nodes[first].length else nodes[first]
        job = Job()
        job.arrived, job.asserter, job.false = environment.now, node, False
        node.give(job, True)


environment = simpy.Environment()
before = time.process_time()
nodes = [Node(environment, index) for index in range(count)]
environment.process(source())
environment.run()
spent = time.process_time() - before
events = 2 * jobs + 2 * totals["challenged"]
assert totals["settled"] == jobs
print(
    '{"nanoseconds":%.2f,"wholeSojourn":%.9g,"challenged":%.9g,"detected":%.9g,"undetected":%.9g,"wholeBusy":%.9g,"income":%.9g}'
    % (
        spent * 1e9 / events,
        totals["sojourn"] / jobs,
        totals["challenged"] / jobs,
        totals["detected"] / jobs,
        totals["undetected"] / jobs,
        totals["busy"] / environment.now / count,
        totals["income"] / totals["focal"],
    )
)
