// Hold model on the event core of ns-3, its default scheduler. Usage: hold_ns3 N WARMUP OPERATIONS START TABLE
// ns-3 counts time in whole nanoseconds, so its clock ends near that of the others and not at it.
#include "ns3/core-module.h"
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

using namespace ns3;

static std::vector<double> increments(65536);
static size_t at = 0;
static long done = 0, warm_up, operations;
static double before, start;

static double cpu_nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static Time following() { return NanoSeconds(static_cast<int64_t>(increments[at++ & 65535] * 1e9)); }

static void fire() {
  done++;
  if (done == warm_up) before = cpu_nanoseconds();
  if (done == warm_up + operations) {
    double spent = cpu_nanoseconds() - before;
    std::printf("{\"nanoseconds\":%.4f,\"clock\":%.17g}\n", spent / operations, start + Simulator::Now().GetSeconds());
    Simulator::Stop();
    return;
  }
  Simulator::Schedule(following(), &fire);
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  long count = std::atol(argv[1]);
  warm_up = std::atol(argv[2]), operations = std::atol(argv[3]), start = std::atof(argv[4]);
  std::FILE *table = std::fopen(argv[5], "rb");
  if (!table || std::fread(increments.data(), sizeof(double), 65536, table) != 65536) return 3;
  for (long i = 0; i < count; i++) Simulator::Schedule(following(), &fire);
  Simulator::Run();
  Simulator::Destroy();
  return 0;
}
