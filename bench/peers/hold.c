/* Hold model on a 4-ary implicit heap in two arrays: the base of every calendar ratio. Also a binary heap and a winner tree.
 * and a 4-ary heap that takes equal times in the order of scheduling, as every calendar of ours does.
 * Usage: hold IMPL N WARMUP OPERATIONS START TABLE   (IMPL: heap | binary | tree | ordered; TABLE: 65536 doubles, increments) */
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TABLE_LENGTH 65536
static double increments[TABLE_LENGTH];
static double *times;
static uint32_t *ids;
static uint32_t count;
static double now;

#define HEAP(NAME, ARITY, SHIFT)                                                                                       \
  static void push_##NAME(double time, uint32_t id) {                                                                  \
    uint32_t hole = count++;                                                                                           \
    while (hole > 0) {                                                                                                 \
      uint32_t parent = (hole - 1) >> SHIFT;                                                                           \
      if (times[parent] <= time) break;                                                                                \
      times[hole] = times[parent];                                                                                     \
      ids[hole] = ids[parent];                                                                                         \
      hole = parent;                                                                                                   \
    }                                                                                                                  \
    times[hole] = time;                                                                                                \
    ids[hole] = id;                                                                                                    \
  }                                                                                                                    \
  static uint32_t pop_##NAME(void) {                                                                                   \
    uint32_t top = ids[0];                                                                                             \
    now = times[0];                                                                                                    \
    double time = times[--count];                                                                                      \
    uint32_t id = ids[count], hole = 0;                                                                                \
    for (;;) {                                                                                                         \
      uint32_t first = (hole << SHIFT) + 1;                                                                            \
      if (first >= count) break;                                                                                       \
      uint32_t end = first + ARITY < count ? first + ARITY : count, best = first;                                      \
      double best_time = times[first];                                                                                 \
      for (uint32_t child = first + 1; child < end; child++)                                                           \
        if (times[child] < best_time) best_time = times[child], best = child;                                          \
      if (best_time >= time) break;                                                                                    \
      times[hole] = best_time;                                                                                         \
      ids[hole] = ids[best];                                                                                           \
      hole = best;                                                                                                     \
    }                                                                                                                  \
    times[hole] = time;                                                                                                \
    ids[hole] = id;                                                                                                    \
    return top;                                                                                                        \
  }                                                                                                                    \
  static void hold_##NAME(long operations, uint32_t *at) {                                                             \
    for (long i = 0; i < operations; i++) {                                                                            \
      uint32_t id = pop_##NAME();                                                                                      \
      push_##NAME(now + increments[(*at)++ & (TABLE_LENGTH - 1)], id);                                                 \
    }                                                                                                                  \
  }
HEAP(binary, 2, 1)
HEAP(heap, 4, 2)

/* Times and the order of scheduling in one record, as both decide every comparison. */
typedef struct { double time; uint32_t id, sequence; } event_t;
static event_t *events;
static uint32_t next_sequence;
static inline int is_before(event_t a, event_t b) {
  return a.time < b.time || (a.time == b.time && (int32_t)(a.sequence - b.sequence) < 0);
}
static void push_ordered(double time, uint32_t id) {
  event_t event = {time, id, next_sequence++};
  uint32_t hole = count++;
  while (hole > 0) {
    uint32_t parent = (hole - 1) >> 2;
    if (is_before(events[parent], event)) break;
    events[hole] = events[parent], hole = parent;
  }
  events[hole] = event;
}
/* The event taken leaves its place at the top to the one scheduled again: one walk instead of two. */
static void hold_ordered(long operations, uint32_t *at) {
  for (long i = 0; i < operations; i++) {
    now = events[0].time;
    event_t event = {now + increments[(*at)++ & (TABLE_LENGTH - 1)], events[0].id, next_sequence++};
    uint32_t hole = 0;
    for (;;) {
      uint32_t first = (hole << 2) + 1, best = first;
      if (first >= count) break;
      uint32_t end = first + 4 < count ? first + 4 : count;
      for (uint32_t child = first + 1; child < end; child++)
        if (is_before(events[child], events[best])) best = child;
      if (is_before(event, events[best])) break;
      events[hole] = events[best], hole = best;
    }
    events[hole] = event;
  }
}

static uint32_t leaves;
static void set_tree(double time, uint32_t id) {
  uint32_t at = leaves + id, winner = id;
  times[at] = time;
  while (at > 1) {
    double rival = times[at ^ 1];
    uint32_t rival_id = ids[at ^ 1];
    int loses = rival < time;
    time = loses ? rival : time;
    winner = loses ? rival_id : winner;
    at >>= 1;
    times[at] = time;
    ids[at] = winner;
  }
}
static void hold_tree(long operations, uint32_t *at) {
  for (long i = 0; i < operations; i++) {
    now = times[1];
    set_tree(now + increments[(*at)++ & (TABLE_LENGTH - 1)], ids[1]);
  }
}

static double cpu_nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 7) return 2;
  const char *impl = argv[1];
  uint32_t n = atol(argv[2]), at = 0;
  long warm_up = atol(argv[3]), operations = atol(argv[4]);
  double start = atof(argv[5]);
  FILE *table = fopen(argv[6], "rb");
  if (!table || fread(increments, sizeof(double), TABLE_LENGTH, table) != TABLE_LENGTH) return 3;
  int tree = !strcmp(impl, "tree");
  for (leaves = 2; leaves < n; leaves <<= 1) {}
  uint32_t capacity = tree ? 2 * leaves : n + 8;
  times = malloc(capacity * sizeof(double));
  ids = malloc(capacity * sizeof(uint32_t));
  int ordered = *impl == 'o';
  if (ordered) events = malloc(n * sizeof(event_t));
  for (uint32_t i = 0; tree && i < capacity; i++) times[i] = INFINITY, ids[i] = i >= leaves ? i - leaves : 0;
  for (uint32_t i = 0; i < n; i++) {
    double time = start + increments[at++ & (TABLE_LENGTH - 1)];
    tree ? set_tree(time, i) : ordered ? push_ordered(time, i) : *impl == 'b' ? push_binary(time, i) : push_heap(time, i);
  }
  void (*hold)(long, uint32_t *) = tree ? hold_tree : ordered ? hold_ordered : *impl == 'b' ? hold_binary : hold_heap;
  hold(warm_up, &at);
  double before = cpu_nanoseconds();
  hold(operations, &at);
  printf("{\"nanoseconds\":%.4f,\"clock\":%.17g}\n", (cpu_nanoseconds() - before) / operations, now);
  return 0;
}
