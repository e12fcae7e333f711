#include "search/common.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void common_free(struct common *common)
{
    free(common->furthest);
    common->furthest = NULL;
    common->capacity = 0;
}

/* The furthest place in `a` that a path with `edits` edits reaches on a diagonal, which is the
 * place in `a` less that in `b`: from -edits to edits, every second one. */
static int32_t *reached(const struct common *common, int32_t edits, int32_t diagonal)
{
    size_t before = (size_t)edits * ((size_t)edits + 1) / 2; /* of all with fewer edits */

    return &common->furthest[before + (size_t)(diagonal + edits) / 2];
}

/* Whether the path to a diagonal comes from the one above: an element of `b` is inserted. */
static bool comes_from_above(const struct common *common, int32_t edits, int32_t diagonal)
{
    if (diagonal == -edits)
        return true;
    return diagonal != edits &&
           *reached(common, edits - 1, diagonal - 1) < *reached(common, edits - 1, diagonal + 1);
}

static int32_t place_before(const struct common *common, int32_t edits, int32_t diagonal)
{
    if (edits == 0)
        return 0;
    return comes_from_above(common, edits, diagonal)
               ? *reached(common, edits - 1, diagonal + 1)
               : *reached(common, edits - 1, diagonal - 1) + 1;
}

/* Makes room for paths of so many edits; false if the budget does not allow them. */
static bool afford(struct common *common, int32_t edits)
{
    size_t wanted = ((size_t)edits + 1) * ((size_t)edits + 2) / 2;

    if (common->budget <= (size_t)edits) {
        common->budget = 0;
        return false;
    }
    common->budget -= (size_t)edits + 1;
    if (wanted > common->capacity) {
        common->capacity = wanted * 2;
        common->furthest = mem_resize(common->furthest, common->capacity, sizeof *common->furthest);
    }
    return true;
}

enum { EDITS_MAX = 2048 }; /* for the memory they take */

/* The fewest edits that turn a into b, by paths that are kept; -1 if the budget does not reach. */
static int32_t shortest(struct common *common, struct common_sequence a, struct common_sequence b)
{
    int32_t n = (int32_t)a.count, m = (int32_t)b.count;

    for (int32_t edits = 0; edits <= n + m && edits <= EDITS_MAX; edits++) {
        if (!afford(common, edits))
            return -1;
        for (int32_t diagonal = -edits; diagonal <= edits; diagonal += 2) {
            int32_t x = place_before(common, edits, diagonal), y = x - diagonal;
            while (x < n && y < m && a.items[x] == b.items[y]) {
                x++;
                y++;
            }
            *reached(common, edits, diagonal) = x;
            if (x >= n && y >= m)
                return edits;
        }
    }
    return -1;
}

/* Follows the path back and marks what it has in common. */
static void mark(bool *in_a, bool *in_b, const struct common *common, int32_t edits,
                 int32_t diagonal)
{
    for (;;) {
        int32_t x = *reached(common, edits, diagonal);
        for (int32_t from = place_before(common, edits, diagonal); x > from; x--)
            in_a[x - 1] = in_b[x - 1 - diagonal] = true;
        if (edits == 0)
            return;
        diagonal += comes_from_above(common, edits, diagonal) ? 1 : -1;
        edits--;
    }
}

void common_find(bool *in_a, bool *in_b, struct common *common, struct common_sequence a,
                 struct common_sequence b)
{
    size_t before = 0;

    memset(in_a, 0, a.count * sizeof *in_a);
    memset(in_b, 0, b.count * sizeof *in_b);
    for (; before < a.count && before < b.count && a.items[before] == b.items[before]; before++)
        in_a[before] = in_b[before] = true;
    while (a.count > before && b.count > before && a.items[a.count - 1] == b.items[b.count - 1])
        in_a[--a.count] = in_b[--b.count] = true;
    a = (struct common_sequence){a.items + before, a.count - before};
    b = (struct common_sequence){b.items + before, b.count - before};
    if (a.count == 0 || b.count == 0)
        return;
    int32_t edits = shortest(common, a, b);
    if (edits >= 0)
        mark(in_a + before, in_b + before, common, edits, (int32_t)a.count - (int32_t)b.count);
}

static size_t skip_differing(const bool *in, size_t at, size_t count)
{
    while (at < count && !in[at])
        at++;
    return at;
}

void common_drop_islands(bool *in_a, size_t a_count, bool *in_b, size_t b_count)
{
    enum { ISLAND = 2 };
    size_t before = 0,
           length = 0; /* what is replaced before the last stretch in common; that stretch */

    for (size_t i = 0, k = 0;;) {
        size_t a = skip_differing(in_a, i, a_count), b = skip_differing(in_b, k, b_count);
        size_t replaced = a - i < b - k ? a - i : b - k;
        if (length > 0 && length <= ISLAND && length <= before && length <= replaced) {
            memset(in_a + i - length, 0, length * sizeof *in_a);
            memset(in_b + k - length, 0, length * sizeof *in_b);
            replaced += before + length;
        }
        before = replaced;
        for (i = a, k = b; i < a_count && k < b_count && in_a[i] && in_b[k]; i++)
            k++;
        length = i - a;
        if (length == 0)
            return;
    }
}
