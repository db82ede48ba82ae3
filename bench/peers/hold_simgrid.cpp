// Hold model on the kernel timers of SimGrid. Usage: hold_simgrid N WARMUP OPERATIONS START TABLE
// Its simulation ends with the last actor, so one sleeps until everything is over.
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

namespace s4u = simgrid::s4u;

static std::vector<double> increments(65536);
static size_t at = 0;
static long done = 0, warm_up, operations;
static double before, start;

static double cpu_nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static void fire();
static void schedule() {
  simgrid::kernel::timer::Timer::set(s4u::Engine::get_clock() + increments[at++ & 65535], &fire);
}

static void fire() {
  done++;
  if (done == warm_up) before = cpu_nanoseconds();
  if (done == warm_up + operations) {
    double spent = cpu_nanoseconds() - before;
    std::printf("{\"nanoseconds\":%.4f,\"clock\":%.17g}\n", spent / operations, start + s4u::Engine::get_clock());
    std::fflush(stdout);
    std::_Exit(0);
  }
  schedule();
}

int main(int argc, char **argv) {
  s4u::Engine engine(&argc, argv);
  if (argc != 6) return 2;
  long count = std::atol(argv[1]);
  warm_up = std::atol(argv[2]), operations = std::atol(argv[3]), start = std::atof(argv[4]);
  std::FILE *table = std::fopen(argv[5], "rb");
  if (!table || std::fread(increments.data(), sizeof(double), 65536, table) != 65536) return 3;
  auto *zone = s4u::create_full_zone("zone");
  auto *host = zone->create_host("host", 1e9);
  zone->seal();
  s4u::Actor::create("sleeper", host, [] { s4u::this_actor::sleep_for(1e18); });
  for (long i = 0; i < count; i++) schedule();
  engine.run();
  return 4;
}
