/* How long jobs took and how busy nodes were, as the product keeps it (src/market/work/, src/stats/warm-up.ts): counts in
 * logarithmic bins by segments of equally many jobs, means of batches for MSER-5, and marks of the load. */
#include <math.h>
#include <stdint.h>
#include <string.h>

enum { SEGMENTS = 32, BIN_BITS = 8, LOWEST_EXPONENT = -20, BINS = 48 << BIN_BITS, BATCHES_MAX = 16384 };
enum { FIRST_BIN = (1023 + LOWEST_EXPONENT) << BIN_BITS, JOBS_BEYOND_MIN = 10 };

static uint32_t counts[SEGMENTS][BINS];
static int segments = 1, lowest = BINS, highest = -1;
static int64_t segment_jobs, jobs_per_segment = 64;
static double batch_sums[BATCHES_MAX + 1];
static int batches;
static int64_t batch_jobs, jobs_per_batch = 5, timed_jobs;
static double mark_time[SEGMENTS + 1], mark_busy[SEGMENTS + 1], end_time, end_busy;
static int marks = 1;

/* Neighbours become one segment, and every other mark is forgotten. */
static void join_segments(void) {
  size_t width = sizeof(uint32_t) * (highest + 1 - lowest);
  segments /= 2, jobs_per_segment *= 2;
  for (int s = 0; s < segments; s++)
    for (int bin = lowest; bin <= highest; bin++) counts[s][bin] = counts[2 * s][bin] + counts[2 * s + 1][bin];
  for (int s = segments; s < SEGMENTS; s++) memset(&counts[s][lowest], 0, width);
  marks = (marks + 1) / 2;
  for (int i = 0; i < marks; i++) mark_time[i] = mark_time[2 * i], mark_busy[i] = mark_busy[2 * i];
}
static void begin_segment(double now, double busy_seconds) {
  mark_time[marks] = now, mark_busy[marks++] = busy_seconds;
  if (segments == SEGMENTS) join_segments();
  segment_jobs = 0, segments++;
}
static void close_batch(void) {
  batch_jobs = 0;
  if (++batches == BATCHES_MAX) {
    batches /= 2, jobs_per_batch *= 2;
    for (int i = 0; i < batches; i++) batch_sums[i] = batch_sums[2 * i] + batch_sums[2 * i + 1];
  }
  batch_sums[batches] = 0;
}
/* A job was settled so many seconds after it arrived. */
static inline void add_sojourn(double seconds, double now, double busy_seconds) {
  uint64_t bits;
  memcpy(&bits, &seconds, sizeof bits);
  int place = (int)(bits >> (52 - BIN_BITS)) - FIRST_BIN, bin = place < 0 ? 0 : place >= BINS ? BINS - 1 : place;
  if (bin < lowest) lowest = bin;
  if (bin > highest) highest = bin;
  counts[segments - 1][bin]++, timed_jobs++;
  batch_sums[batches] += seconds;
  if (++batch_jobs == jobs_per_batch) close_batch();
  if (++segment_jobs == jobs_per_segment) begin_segment(now, busy_seconds);
}
static void note_last_arrival(double now, double busy_seconds) { end_time = now, end_busy = busy_seconds; }

/* MSER-5: how many batches to leave out at the start. */
static int find_warm_up(void) {
  int best_cut = 0;
  double best = INFINITY, mean = 0, squares = 0;
  for (int cut = batches - 1, count = 1; cut >= 0; cut--, count++) {
    double value = batch_sums[cut] / jobs_per_batch, before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
    double term = squares / ((double)count * count);
    if (cut <= batches / 2 && term <= best) best = term, best_cut = cut;
  }
  return best_cut;
}

/* Quantiles of the jobs in some segments. */
enum { LEVELS = 3 };
static const double levels[LEVELS] = {0.5, 0.95, 0.99};
typedef struct { double jobs, seconds[LEVELS]; } quantiles_t;
static double middle_of(int bin) {
  if (bin == BINS - 1) return INFINITY;
  return ldexp(1 + ((bin & ((1 << BIN_BITS) - 1)) + 0.5) / (1 << BIN_BITS), LOWEST_EXPONENT + (bin >> BIN_BITS));
}
static quantiles_t plain_quantiles(int from, int to) {
  static uint32_t merged[BINS];
  quantiles_t q = {0, {INFINITY, INFINITY, INFINITY}};
  memset(merged, 0, sizeof merged);
  for (int s = from; s < to; s++)
    for (int bin = lowest; bin <= highest; bin++) merged[bin] += counts[s][bin];
  for (int bin = lowest; bin <= highest; bin++) q.jobs += merged[bin];
  double below = 0;
  for (int bin = lowest, level = 0; bin <= highest; bin++) {
    below += merged[bin];
    while (level < LEVELS && below >= levels[level] * q.jobs) q.seconds[level++] = middle_of(bin);
  }
  return q;
}
/* The same with the error that shrinks with the number of jobs taken out (jackknife); infinite where too few tell. */
static quantiles_t find_quantiles(int from) {
  int middle = (from + segments) >> 1;
  quantiles_t whole = plain_quantiles(from, segments), first = plain_quantiles(from, middle), second = plain_quantiles(middle, segments);
  for (int i = 0; i < LEVELS; i++) {
    double fewer = first.jobs < second.jobs ? first.jobs : second.jobs;
    if (fewer * (1 - levels[i]) < JOBS_BEYOND_MIN) whole.seconds[i] = INFINITY;
    if (whole.seconds[i] == INFINITY) continue;
    whole.seconds[i] = 2 * whole.seconds[i] - (first.jobs * first.seconds[i] + second.jobs * second.seconds[i]) / whole.jobs;
  }
  return whole;
}

/* Time and load of a run after the transient. */
typedef struct { double sojourn_seconds, sojourn_jobs, quantile[LEVELS], busy_seconds, window_seconds; } service_t;
static service_t measure_service(void) {
  service_t s = {0};
  int cut = find_warm_up();
  for (int i = cut; i <= batches; i++) s.sojourn_seconds += batch_sums[i];
  s.sojourn_jobs = timed_jobs - cut * jobs_per_batch;
  int segment = (cut * jobs_per_batch + jobs_per_segment - 1) / jobs_per_segment, mark = segment > 1 ? segment : 1;
  if (s.sojourn_jobs > 0) memcpy(s.quantile, find_quantiles(segment).seconds, sizeof s.quantile);
  if (mark < marks && mark_time[mark] < end_time)
    s.busy_seconds = end_busy - mark_busy[mark], s.window_seconds = end_time - mark_time[mark];
  return s;
}
