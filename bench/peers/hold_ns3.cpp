// Hold model on the event core of ns-3, its default scheduler. Usage: hold_ns3 N WARMUP OPERATIONS START TABLE
// ns-3 counts time in whole nanoseconds, so its clock ends near that of the others and not at it.
#include "hold.hpp"
#include "ns3/core-module.h"

using namespace ns3;

static Time following() { return NanoSeconds(static_cast<int64_t>(increments[at++ & 65535] * 1e9)); }

static void fire() {
  if (is_last(Simulator::Now().GetSeconds())) return Simulator::Stop();
  Simulator::Schedule(following(), &fire);
}

int main(int argc, char **argv) {
  if (int wrong = read_arguments(argc, argv)) return wrong;
  for (long i = 0; i < pending; i++) Simulator::Schedule(following(), &fire);
  Simulator::Run();
  Simulator::Destroy();
  return 0;
}
