// What programs of the hold model share, whatever they run on: the table of increments, counts and a clock of CPU time.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

static std::vector<double> increments(65536);
static size_t at = 0;
static long pending, done = 0, warm_up, operations;
static double before, start;

static double cpu_nanoseconds() {
  timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

/** Reads N WARMUP OPERATIONS START TABLE; returns 0, or what to end with. */
static int read_arguments(int argc, char **argv) {
  if (argc != 6) return 2;
  pending = std::atol(argv[1]), warm_up = std::atol(argv[2]), operations = std::atol(argv[3]), start = std::atof(argv[4]);
  std::FILE *table = std::fopen(argv[5], "rb");
  return table && std::fread(increments.data(), sizeof(double), 65536, table) == 65536 ? 0 : 3;
}

/** Counts an event; says whether it was the last, and then how long one took. */
static bool is_last(double now) {
  done++;
  if (done == warm_up) before = cpu_nanoseconds();
  if (done != warm_up + operations) return false;
  std::printf("{\"nanoseconds\":%.4f,\"clock\":%.17g}\n", (cpu_nanoseconds() - before) / operations, start + now);
  return true;
}
