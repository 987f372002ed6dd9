// SPDX-License-Identifier: Apache-2.0
// Counts common bits of Bloom filters of 1,024 bits, with what this processor has for it.
#ifndef WAYHOUSE_FILTERS_H
#define WAYHOUSE_FILTERS_H

#include <stddef.h>
#include <stdint.h>

/// 64-bit words of a filter.
enum { wayhouse_filter_words = 16 };
/// Filters of one group of the second list: their words lie side by side.
enum { wayhouse_filter_group = 8 };
/// Rows of the first list that are compared at once.
enum { wayhouse_filter_rows = 4 };

/// How it is counted, the slowest first.
enum wayhouse_filter_path {
    wayhouse_filter_portable = 0,
    wayhouse_filter_popcnt = 1,
    wayhouse_filter_avx2 = 2,
    wayhouse_filter_avx512 = 3,
};

/// Whether this processor can go a path.
int wayhouse_filter_can(enum wayhouse_filter_path path);

/// Two filters with enough bits in common.
struct wayhouse_filter_hit {
    uint32_t row;
    uint32_t column;
    uint32_t common;
};

/// Compares rows with groups and writes every pair of at least `threshold` by Dice's coefficient, which is twice the
/// bits in common over the bits of both; of two empty filters it is 0. In the order of the groups, then of the rows.
///
/// rows: `wayhouse_filter_rows` filters, one after the other. bits: how many each has.
/// groups: for each group its word 0 of all eight filters, then word 1, and so on. group_bits: eight for each group.
/// hits: room for rows times eight times count.
/// Gives how many hits there are.
size_t wayhouse_filter_compare(
    enum wayhouse_filter_path path, const uint64_t *rows, const uint32_t *bits, const uint64_t *groups,
    const uint64_t *group_bits, size_t count, double threshold, struct wayhouse_filter_hit *hits);

#endif
