/* The market of shorter-of-two.yaml in plain C on a 4-ary heap: the same rules, ledger and record columns, other draws.
 * Usage: market N JOBS SEED. Rules: Poisson arrivals; the less busy of two distinct nodes; first come first served;
 * one node in five asserts falsely on every other job in a tenth of the time; a challenge with p = 0.1 has two
 * validators compute the job again; a false result is refuted, its asserter loses S and tops up, half of S goes to the
 * validators; money is integers of 1e-9 credits, each movement debits one account and credits another. */
#define _GNU_SOURCE
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { VALIDATORS = 2, WIDTH = VALIDATORS + 1 };
enum { CLIENTS, OPERATORS, INCOME, ESCROW, SLASHED, BURNED, ACCOUNTS };
static const int64_t REWARD = 1000000000, VALIDATOR_PAY = 800000000, SLASH = 50000000000, STAKE = 1000000000000;
static const double COST = 0.6e9, CHEAT_COST = 0.06e9, CHALLENGE = 0.1, CHEAT = 0.5;

typedef struct { double inverse_speed, started; int64_t stake; int32_t head, tail, length, grouped; } node_t;
typedef struct { double number, arrived; int32_t asserter, validator[VALIDATORS]; uint8_t false_result, challenged, pending, report[VALIDATORS]; } job_t;
typedef struct { double time; uint32_t source; } event_t;

static uint32_t a, b, c, counter;
static inline uint32_t word(void) {
  uint32_t t = a + b + counter++;
  a = b ^ (b >> 9), b = c + (c << 3), c = ((c << 21) | (c >> 11)) + t;
  return t;
}
static inline double uniform(void) { return ((word() >> 5) * 67108864.0 + (word() >> 6)) * 0x1p-53; }
static double edges[257], densities[257];
static void make_ziggurat(void) {
  const double tail = 7.69711747013105, area = 0.003949659822581557;
  edges[0] = area / exp(-tail), edges[1] = tail;
  for (int i = 2; i < 256; i++) edges[i] = -log(area / edges[i - 1] + exp(-edges[i - 1]));
  for (int i = 0; i <= 256; i++) densities[i] = exp(-edges[i]);
}
static double exponential(void) {
  for (double shift = 0;;) {
    double scaled = uniform() * 256;
    int layer = (int)scaled;
    double value = (scaled - layer) * edges[layer];
    if (value < edges[layer + 1]) return shift + value;
    if (layer == 0) { shift += edges[1]; continue; }
    if (densities[layer] + uniform() * (densities[layer + 1] - densities[layer]) < exp(-value)) return shift + value;
  }
}

static event_t *heap;
static uint32_t pending_events;
static inline void push(double time, uint32_t source) {
  uint32_t hole = pending_events++;
  while (hole > 0) {
    uint32_t parent = (hole - 1) >> 2;
    if (heap[parent].time <= time) break;
    heap[hole] = heap[parent], hole = parent;
  }
  heap[hole] = (event_t){time, source};
}
static inline event_t pop(void) {
  event_t top = heap[0], last = heap[--pending_events];
  uint32_t hole = 0;
  for (;;) {
    uint32_t first = (hole << 2) + 1;
    if (first >= pending_events) break;
    uint32_t best = first, end = first + 4 < pending_events ? first + 4 : pending_events;
    double time = heap[first].time;
    for (uint32_t child = first + 1; child < end; child++)
      if (heap[child].time < time) time = heap[child].time, best = child;
    if (time >= last.time) break;
    heap[hole] = heap[best], hole = best;
  }
  heap[hole] = last;
  return top;
}

static node_t *nodes;
static job_t *jobs;
static int32_t *behind, capacity, free_job = -1;
static double now;
static int64_t low[ACCOUNTS];
static double cheated, detected, undetected, focal, challenged, focal_income, other_income, validator_income, client_paid,
    slashed_total, burned_total, verification_cost, settled, busy, sojourn, slashes;

static void move_money(int from, int to, int64_t amount) { low[from] -= amount, low[to] += amount; }
static void grow(void) {
  int32_t old = capacity;
  capacity = capacity ? 2 * capacity : 64;
  jobs = realloc(jobs, sizeof(job_t) * capacity), behind = realloc(behind, 4 * (size_t)capacity * WIDTH);
  for (int32_t i = old; i < capacity; i++) behind[i * WIDTH] = i + 1 < capacity ? i + 1 : -1;
  free_job = old;
}
static inline void start(uint32_t i) {
  node_t *n = &nodes[i];
  int32_t job = n->head / WIDTH;
  double seconds;
  if (n->head == job * WIDTH) {
    jobs[job].false_result = n->grouped && uniform() < CHEAT;
    seconds = exponential() * (jobs[job].false_result ? 0.1 : 1);
  } else seconds = exponential();
  n->started = now;
  push(now + seconds * n->inverse_speed, i + 1);
}
static inline void enqueue(uint32_t i, int32_t item) {
  node_t *n = &nodes[i];
  if (n->length++ == 0) { n->head = n->tail = item; start(i); }
  else behind[n->tail] = item, n->tail = item;
}
static void settle(int32_t j) {
  job_t *q = &jobs[j];
  node_t *n = &nodes[q->asserter];
  int refuted = q->challenged && (q->report[0] || q->report[1]);
  int64_t pay = refuted ? 0 : REWARD, taken = 0, bounty = 0;
  move_money(ESCROW, INCOME, pay), move_money(ESCROW, CLIENTS, REWARD - pay);
  if (refuted) taken = SLASH < n->stake ? SLASH : n->stake, n->stake -= taken, low[SLASHED] += taken;
  settled++, focal += n->grouped;
  if (q->false_result) cheated++, *(refuted ? &detected : &undetected) += 1;
  *(n->grouped ? &focal_income : &other_income) += (double)(pay - taken) - (q->false_result ? CHEAT_COST : COST);
  client_paid += pay, sojourn += now - q->arrived;
  if (taken > 0 && n->grouped) slashes++;
  if (q->challenged) {
    move_money(CLIENTS, ESCROW, VALIDATORS * VALIDATOR_PAY), move_money(ESCROW, INCOME, VALIDATORS * VALIDATOR_PAY);
    bounty = taken / 2 / VALIDATORS;
    for (int k = 0; k < VALIDATORS; k++) {
      move_money(SLASHED, INCOME, bounty);
      *(nodes[q->validator[k]].grouped ? &validator_income : &other_income) += VALIDATOR_PAY + bounty - COST;
    }
    move_money(SLASHED, BURNED, taken - bounty * VALIDATORS);
    challenged++, verification_cost += VALIDATORS * COST, slashed_total += taken;
    burned_total += taken - bounty * VALIDATORS, client_paid += VALIDATORS * VALIDATOR_PAY;
  }
  if (taken > 0) low[OPERATORS] -= STAKE - n->stake, n->stake = STAKE;
  behind[j * WIDTH] = free_job, free_job = j;
}
static double cpu_nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  uint32_t n_nodes = atol(argv[1]);
  long n_jobs = atol(argv[2]), arrived = 0;
  a = 0x9e3779b9u * (uint32_t)atol(argv[3]), b = a ^ 0x85ebca6bu, c = b * 0xc2b2ae35u, counter = 1;
  for (int i = 0; i < 15; i++) word();
  make_ziggurat();
  double before = cpu_nanoseconds();
  double rate = 0.7 * 1.25 / 1.2 * n_nodes;
  nodes = malloc(sizeof(node_t) * (size_t)n_nodes), heap = malloc(sizeof(event_t) * ((size_t)n_nodes + 8));
  for (uint32_t i = 0; i < n_nodes; i++)
    nodes[i] = (node_t){1 / (0.5 + 1.5 * uniform()), 0, STAKE, 0, 0, 0, i < n_nodes / 5}, low[OPERATORS] -= STAKE;
  push(exponential() / rate, 0);
  while (pending_events > 0) {
    event_t e = pop();
    now = e.time;
    if (e.source == 0) {
      if (free_job < 0) grow();
      int32_t j = free_job;
      free_job = behind[j * WIDTH];
      double place = uniform() * n_nodes;
      uint32_t first = place, second = (place - first) * (n_nodes - 1);
      if (second >= first) second++;
      uint32_t i = nodes[second].length < nodes[first].length ? second : first;
      jobs[j].number = arrived++, jobs[j].arrived = now, jobs[j].asserter = i, jobs[j].challenged = 0;
      move_money(CLIENTS, ESCROW, REWARD);
      enqueue(i, j * WIDTH);
      if (arrived < n_jobs) push(now + exponential() / rate, 0);
      continue;
    }
    uint32_t i = e.source - 1;
    node_t *n = &nodes[i];
    int32_t item = n->head, j = item / WIDTH, place = item - j * WIDTH;
    job_t *q = &jobs[j];
    busy += now - n->started;
    int more = --n->length > 0;
    if (more) n->head = behind[item];
    if (place > 0) {
      q->report[place - 1] = q->false_result;
      if (--q->pending == 0) settle(j);
    } else if (uniform() < CHALLENGE) {
      q->challenged = 1, q->pending = VALIDATORS;
      for (int k = 0; k < VALIDATORS; k++) {
        uint32_t x;
        do x = uniform() * n_nodes;
        while (x == i || (k > 0 && x == (uint32_t)q->validator[0]));
        q->validator[k] = x;
      }
      for (int k = 0; k < VALIDATORS; k++) enqueue(jobs[j].validator[k], j * WIDTH + 1 + k);
    } else settle(j);
    if (more) start(i);
  }
  double elapsed = cpu_nanoseconds() - before;
  int64_t total = 0;
  for (int k = 0; k < ACCOUNTS; k++) total += low[k];
  for (uint32_t i = 0; i < n_nodes; i++) total += nodes[i].stake;
  if (total != 0 || settled != n_jobs) return 4;
  double events = 2.0 * n_jobs + VALIDATORS * challenged;
  printf("{\"nanoseconds\":%.4f,\"sojourn\":%.9g,\"challenged\":%.9g,\"detected\":%.9g,\"undetected\":%.9g,\"busy\":%.9g,\"income\":%.9g}\n",
         elapsed / events, sojourn / n_jobs, challenged / n_jobs, detected / n_jobs, undetected / n_jobs, busy / now / n_nodes,
         focal_income / focal / 1e9);
  return 0;
}
