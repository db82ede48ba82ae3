// Hold model on the kernel timers of SimGrid. Usage: hold_simgrid N WARMUP OPERATIONS START TABLE
// Its simulation ends with the last actor, so one sleeps until everything is over.
#include "hold.hpp"
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/s4u.hpp>

namespace s4u = simgrid::s4u;

static void fire();
static void schedule() {
  simgrid::kernel::timer::Timer::set(s4u::Engine::get_clock() + increments[at++ & 65535], &fire);
}

static void fire() {
  if (is_last(s4u::Engine::get_clock())) {
    std::fflush(stdout);
    std::_Exit(0);
  }
  schedule();
}

int main(int argc, char **argv) {
  s4u::Engine engine(&argc, argv);
  if (int wrong = read_arguments(argc, argv)) return wrong;
  auto *zone = s4u::create_full_zone("zone");
  auto *host = zone->create_host("host", 1e9);
  zone->seal();
  s4u::Actor::create("sleeper", host, [] { s4u::this_actor::sleep_for(1e18); });
  for (long i = 0; i < pending; i++) schedule();
  engine.run();
  return 4;
}
