/* Sums and shifts that fill a core's units and wait for nothing: two at once take as long as one on two cores, and longer on two
 * hardware threads of one core. Usage: arithmetic TURNS */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  long turns = argc > 1 ? atol(argv[1]) : 0;
  uint64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6;
  clock_t start = clock();
  for (long i = 0; i < turns; i++) {
    a += (uint64_t)i, b ^= (uint64_t)i, c += a, d ^= b, e += (uint64_t)i, f ^= e;
    __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f));
  }
  double nanoseconds = (double)(clock() - start) / CLOCKS_PER_SEC * 1e9 / (double)turns;
  printf("{\"nanoseconds\":%.4f,\"sum\":%llu}\n", nanoseconds, (unsigned long long)(a ^ b ^ c ^ d ^ e ^ f));
  return 0;
}
