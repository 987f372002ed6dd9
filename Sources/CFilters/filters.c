// SPDX-License-Identifier: Apache-2.0
#include "CFilters.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { words = wayhouse_filter_words, lanes = wayhouse_filter_group, rows_at_once = wayhouse_filter_rows };

/// Writes the lanes of a mask that hold when they are reckoned exactly.
static inline size_t keep(
    unsigned mask, const uint64_t *common, uint32_t row, uint32_t bits, const uint64_t *group_bits, size_t group,
    double threshold, struct wayhouse_filter_hit *hits, size_t found)
{
    while (mask) {
        unsigned lane = (unsigned)__builtin_ctz(mask);
        mask &= mask - 1;
        uint64_t sum = bits + group_bits[lane];
        if (sum == 0 || 2.0 * (double)common[lane] < threshold * (double)sum) continue;
        hits[found++] = (struct wayhouse_filter_hit){row, (uint32_t)(group * lanes + lane), (uint32_t)common[lane]};
    }
    return found;
}

/// The lanes that may hold, by whole numbers, a little too generous.
static inline unsigned near(const uint64_t *common, uint32_t bits, const uint64_t *group_bits, uint64_t scaled)
{
    unsigned mask = 0;
    for (unsigned lane = 0; lane < lanes; lane++)
        mask |= (unsigned)((common[lane] << 21) >= scaled * (bits + group_bits[lane])) << lane;
    return mask;
}

/// The threshold times 2^20, rounded down.
static inline uint64_t scale(double threshold)
{
    return threshold <= 0 ? 0 : (uint64_t)(threshold * 1048576.0);
}

#define SCALAR(name, attributes)                                                                                       \
    attributes static size_t name(                                                                                     \
        const uint64_t *rows, const uint32_t *bits, const uint64_t *groups, const uint64_t *group_bits, size_t count,  \
        double threshold, struct wayhouse_filter_hit *hits)                                                            \
    {                                                                                                                  \
        const uint64_t scaled = scale(threshold);                                                                      \
        size_t found = 0;                                                                                              \
        for (size_t group = 0; group < count; group++) {                                                               \
            const uint64_t *block = groups + group * words * lanes;                                                    \
            for (uint32_t row = 0; row < rows_at_once; row++) {                                                        \
                uint64_t common[lanes] = {0};                                                                          \
                for (unsigned word = 0; word < words; word++)                                                          \
                    for (unsigned lane = 0; lane < lanes; lane++)                                                      \
                        common[lane] += (uint64_t)__builtin_popcountll(                                                \
                            rows[row * words + word] & block[word * lanes + lane]);                                    \
                unsigned mask = near(common, bits[row], group_bits + group * lanes, scaled);                           \
                if (mask)                                                                                              \
                    found = keep(                                                                                      \
                        mask, common, row, bits[row], group_bits + group * lanes, group, threshold, hits, found);      \
            }                                                                                                          \
        }                                                                                                              \
        return found;                                                                                                  \
    }

SCALAR(compare_portable, )

#if defined(__x86_64__)

SCALAR(compare_popcnt, __attribute__((target("popcnt"))))

/// Adds three bits of each place: the sum, and what is carried.
#define ADD(sum, carry, a, b, c)                                                                                       \
    do {                                                                                                               \
        const __m256i half = _mm256_xor_si256(a, b);                                                                   \
        carry = _mm256_or_si256(_mm256_and_si256(a, b), _mm256_and_si256(half, c));                                    \
        sum = _mm256_xor_si256(half, c);                                                                               \
    } while (0)

/// The bits of each byte.
__attribute__((target("avx2"))) static inline __m256i bytes(__m256i value)
{
    const __m256i table = _mm256_setr_epi8(
        0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    return _mm256_add_epi8(
        _mm256_shuffle_epi8(table, _mm256_and_si256(value, low)),
        _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(value, 4), low)));
}

/// The bits in common of one row, each word spread over four lanes, and of four filters that lie side by side.
__attribute__((target("avx2"))) static inline __m256i common4(const __m256i *spread, const uint64_t *block)
{
#define BOTH(word) _mm256_and_si256(spread[word], _mm256_loadu_si256((const __m256i *)(block + (word) * lanes)))
    // Fifteen words are added bit by bit (a tree of full adders, Harley and Seal), so that four tables do for them.
    __m256i s1, s2, s3, s4, s5, c1, c2, c3, c4, c5, c6, c7, t1, t2, f1, f2, f3, ones, twos, fours, eights;
    ADD(s1, c1, BOTH(0), BOTH(1), BOTH(2));
    ADD(s2, c2, BOTH(3), BOTH(4), BOTH(5));
    ADD(s3, c3, BOTH(6), BOTH(7), BOTH(8));
    ADD(s4, c4, BOTH(9), BOTH(10), BOTH(11));
    ADD(s5, c5, BOTH(12), BOTH(13), BOTH(14));
    ADD(s1, c6, s1, s2, s3);
    ADD(ones, c7, s1, s4, s5);
    ADD(t1, f1, c1, c2, c3);
    ADD(t2, f2, c4, c5, c6);
    ADD(twos, f3, t1, t2, c7);
    ADD(fours, eights, f1, f2, f3);
    __m256i sum = bytes(eights);
    sum = _mm256_add_epi8(_mm256_add_epi8(sum, sum), bytes(fours));
    sum = _mm256_add_epi8(_mm256_add_epi8(sum, sum), bytes(twos));
    sum = _mm256_add_epi8(_mm256_add_epi8(sum, sum), bytes(ones));
    sum = _mm256_add_epi8(sum, bytes(BOTH(15)));
#undef BOTH
    return _mm256_sad_epu8(sum, _mm256_setzero_si256());
}

__attribute__((target("avx2"))) static size_t compare_avx2(
    const uint64_t *rows, const uint32_t *bits, const uint64_t *groups, const uint64_t *group_bits, size_t count,
    double threshold, struct wayhouse_filter_hit *hits)
{
    const __m256i scaled = _mm256_set1_epi64x((long long)scale(threshold));
    __m256i spread[rows_at_once][words];
    for (unsigned row = 0; row < rows_at_once; row++)
        for (unsigned word = 0; word < words; word++)
            spread[row][word] = _mm256_set1_epi64x((long long)rows[row * words + word]);
    size_t found = 0;
    for (size_t group = 0; group < count; group++) {
        const uint64_t *block = groups + group * words * lanes;
        const uint64_t *sizes = group_bits + group * lanes;
        for (uint32_t row = 0; row < rows_at_once; row++) {
            uint64_t common[lanes];
            unsigned mask = 0;
            for (unsigned half = 0; half < 2; half++) {
                const __m256i both = common4(spread[row], block + half * 4);
                const __m256i sum = _mm256_add_epi64(
                    _mm256_set1_epi64x(bits[row]), _mm256_loadu_si256((const __m256i *)(sizes + half * 4)));
                const __m256i below =
                    _mm256_cmpgt_epi64(_mm256_mul_epu32(scaled, sum), _mm256_slli_epi64(both, 21));
                mask |= (~(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(below)) & 15) << (half * 4);
                _mm256_storeu_si256((__m256i *)(common + half * 4), both);
            }
            if (mask) found = keep(mask, common, row, bits[row], sizes, group, threshold, hits, found);
        }
    }
    return found;
}

__attribute__((target("avx512f,avx512vpopcntdq"))) static size_t compare_avx512(
    const uint64_t *rows, const uint32_t *bits, const uint64_t *groups, const uint64_t *group_bits, size_t count,
    double threshold, struct wayhouse_filter_hit *hits)
{
    const __m512i scaled = _mm512_set1_epi64((long long)scale(threshold));
    size_t found = 0;
    for (size_t group = 0; group < count; group++) {
        const uint64_t *block = groups + group * words * lanes;
        const uint64_t *sizes = group_bits + group * lanes;
        __m512i sums[rows_at_once];
        for (unsigned row = 0; row < rows_at_once; row++) sums[row] = _mm512_setzero_si512();
        for (unsigned word = 0; word < words; word++) {
            const __m512i side = _mm512_loadu_si512(block + word * lanes);
            for (unsigned row = 0; row < rows_at_once; row++) {
                const __m512i one = _mm512_set1_epi64((long long)rows[row * words + word]);
                sums[row] = _mm512_add_epi64(sums[row], _mm512_popcnt_epi64(_mm512_and_si512(one, side)));
            }
        }
        const __m512i of_group = _mm512_loadu_si512(sizes);
        for (uint32_t row = 0; row < rows_at_once; row++) {
            const __m512i sum = _mm512_add_epi64(_mm512_set1_epi64(bits[row]), of_group);
            const unsigned mask =
                _mm512_cmpge_epu64_mask(_mm512_slli_epi64(sums[row], 21), _mm512_mul_epu32(scaled, sum));
            if (mask) {
                uint64_t common[lanes];
                _mm512_storeu_si512(common, sums[row]);
                found = keep(mask, common, row, bits[row], sizes, group, threshold, hits, found);
            }
        }
    }
    return found;
}

#endif

int wayhouse_filter_can(enum wayhouse_filter_path path)
{
    switch (path) {
    case wayhouse_filter_portable: return 1;
#if defined(__x86_64__)
    case wayhouse_filter_popcnt: return __builtin_cpu_supports("popcnt");
    case wayhouse_filter_avx2: return __builtin_cpu_supports("avx2");
    case wayhouse_filter_avx512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq");
#endif
    default: return 0;
    }
}

size_t wayhouse_filter_compare(
    enum wayhouse_filter_path path, const uint64_t *rows, const uint32_t *bits, const uint64_t *groups,
    const uint64_t *group_bits, size_t count, double threshold, struct wayhouse_filter_hit *hits)
{
    switch (path) {
#if defined(__x86_64__)
    case wayhouse_filter_popcnt: return compare_popcnt(rows, bits, groups, group_bits, count, threshold, hits);
    case wayhouse_filter_avx2: return compare_avx2(rows, bits, groups, group_bits, count, threshold, hits);
    case wayhouse_filter_avx512: return compare_avx512(rows, bits, groups, group_bits, count, threshold, hits);
#endif
    default: return compare_portable(rows, bits, groups, group_bits, count, threshold, hits);
    }
}
