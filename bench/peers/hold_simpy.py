"""Hold model in SimPy, one process per source. Usage: hold_simpy.py N WARMUP OPERATIONS START TABLE"""

import array
import sys
import time

import simpy

count, warm_up, operations = (int(text) for text in sys.argv[1:4])
start = float(sys.argv[4])
increments = array.array("d")
with open(sys.argv[5], "rb") as table:
    increments.fromfile(table, 65536)
environment = simpy.Environment(initial_time=start)
state = {"at": 0, "done": 0, "before": 0.0}


class Finished(Exception):
    pass


def following():
    at = state["at"]
    state["at"] = at + 1
    return increments[at & 65535]


def source(first):
    yield environment.timeout(first)
    while True:
        state["done"] += 1
        if state["done"] == warm_up:
            state["before"] = time.process_time()
        elif state["done"] == warm_up + operations:
            raise Finished
        yield environment.timeout(following())


for _ in range(count):
    environment.process(source(following()))
try:
    environment.run()
except Finished:
    pass
spent = time.process_time() - state["before"]
print('{"nanoseconds":%.2f,"clock":%.17g}' % (spent * 1e9 / operations, environment.now))
