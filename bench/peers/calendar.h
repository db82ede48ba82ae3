/* A calendar on a 4-ary heap: completions, with the next arrival beside them; by time and then by the order of scheduling. */
#include <math.h>
#include <stdint.h>

typedef struct { double time; uint32_t source, sequence; } event_t;
static double now;
static event_t *heap, arrival = {.time = INFINITY};
static uint32_t pending_events, next_sequence;
/* The event taken last leaves its place at the top to the one scheduled next: one walk instead of two. */
static int is_top_free;
static inline int is_before(event_t a, event_t b) {
  return a.time < b.time || (a.time == b.time && (int32_t)(a.sequence - b.sequence) < 0);
}
static void sink(event_t event) {
  uint32_t hole = 0;
  for (;;) {
    uint32_t first = (hole << 2) + 1, best = first;
    if (first >= pending_events) break;
    uint32_t end = first + 4 < pending_events ? first + 4 : pending_events;
    for (uint32_t child = first + 1; child < end; child++)
      if (is_before(heap[child], heap[best])) best = child;
    if (is_before(event, heap[best])) break;
    heap[hole] = heap[best], hole = best;
  }
  heap[hole] = event, is_top_free = 0;
}
static inline void rise(event_t event) {
  uint32_t hole = pending_events++;
  while (hole > 0) {
    uint32_t parent = (hole - 1) >> 2;
    if (is_before(heap[parent], event)) break;
    heap[hole] = heap[parent], hole = parent;
  }
  heap[hole] = event;
}
static inline void schedule(double time, uint32_t source) {
  event_t event = {time, source, next_sequence++};
  if (is_top_free) sink(event);
  else rise(event);
}
/* Takes the earliest event: 0 is the arrival, 1 + i the completion of node i; -1 when none is left. */
static inline int64_t next_source(void) {
  if (is_top_free) sink(heap[--pending_events]);
  if (arrival.time < INFINITY && (pending_events == 0 || is_before(arrival, heap[0])))
    return now = arrival.time, arrival.time = INFINITY, 0;
  if (pending_events == 0) return -1;
  return now = heap[0].time, is_top_free = 1, heap[0].source;
}
