/*
 * winuser.h: arithmetic of rectangles.
 * Links: -luser32 -lkernel32 -lntdll
 */
#include "conformance.h"

#define CHECK_RECT(rect, l, t, r, b) \
    do {                             \
        CHECK_EQ((rect).left, l);    \
        CHECK_EQ((rect).top, t);     \
        CHECK_EQ((rect).right, r);   \
        CHECK_EQ((rect).bottom, b);  \
    } while (0)

static const RECT a = {10, 1, 14, 60}, b = {1, 2, 40, 50}, none = {5, 5, 5, 9};

CASE(a_union_holds_both)
{
    RECT result;
    CHECK_EQ(UnionRect(&result, &a, &b), TRUE);
    CHECK_RECT(result, 1, 1, 40, 60);
}

CASE(empty_ones_do_not_count_in_a_union)
{
    RECT result = {1, 2, 3, 4};
    CHECK(UnionRect(&result, &none, &a));
    CHECK_RECT(result, 10, 1, 14, 60);
    CHECK(UnionRect(&result, &b, &none));
    CHECK_RECT(result, 1, 2, 40, 50);
    CHECK(!UnionRect(&result, &none, &none));
    CHECK_RECT(result, 0, 0, 0, 0);
}

CASE(an_intersection_is_what_both_have)
{
    RECT result, right = {14, 0, 20, 60};
    CHECK_EQ(IntersectRect(&result, &a, &b), TRUE);
    CHECK_RECT(result, 10, 2, 14, 50);
    CHECK(!IntersectRect(&result, &a, &right)); /* they only touch */
    CHECK_RECT(result, 0, 0, 0, 0);
    CHECK(!IntersectRect(&result, &none, &b));
}

CASE(a_result_may_be_an_operand)
{
    RECT both = a;
    CHECK(IntersectRect(&both, &both, &b));
    CHECK_RECT(both, 10, 2, 14, 50);
    CHECK(UnionRect(&both, &b, &both));
    CHECK_RECT(both, 1, 2, 40, 50);
}

CASE(what_is_left_is_one_rectangle_or_all)
{
    RECT result, whole = {0, 0, 10, 10}, left = {-5, -5, 4, 20}, corner = {0, 0, 5, 5},
                 lower = {0, 6, 10, 30}, middle = {0, 4, 10, 6};
    CHECK(SubtractRect(&result, &whole, &left));
    CHECK_RECT(result, 4, 0, 10, 10);
    CHECK(SubtractRect(&result, &whole, &lower));
    CHECK_RECT(result, 0, 0, 10, 6);
    CHECK(SubtractRect(&result, &whole, &corner));
    CHECK_RECT(result, 0, 0, 10, 10);
    CHECK(SubtractRect(&result, &whole, &middle));
    CHECK_RECT(result, 0, 0, 10, 10);
    CHECK(!SubtractRect(&result, &corner, &whole));
    CHECK_RECT(result, 0, 0, 0, 0);
}

CASE(the_right_and_lower_edges_lie_outside)
{
    CHECK(PtInRect(&a, (POINT){10, 1}));
    CHECK(PtInRect(&a, (POINT){13, 59}));
    CHECK(!PtInRect(&a, (POINT){14, 59}));
    CHECK(!PtInRect(&a, (POINT){13, 60}));
    CHECK(!PtInRect(&a, (POINT){9, 1}));
}

CASE(rectangles_are_moved_and_grown)
{
    RECT rect;
    CHECK(SetRect(&rect, 1, 2, 3, 4));
    CHECK(OffsetRect(&rect, 10, -20));
    CHECK_RECT(rect, 11, -18, 13, -16);
    CHECK(InflateRect(&rect, 1, 2));
    CHECK_RECT(rect, 10, -20, 14, -14);
    CHECK(InflateRect(&rect, -3, 0));
    CHECK_RECT(rect, 13, -20, 11, -14);
    CHECK(IsRectEmpty(&rect));
    CHECK(CopyRect(&rect, &b));
    CHECK(EqualRect(&rect, &b));
    CHECK(!EqualRect(&a, &b));
    CHECK(SetRectEmpty(&rect));
    CHECK_RECT(rect, 0, 0, 0, 0);
    CHECK(IsRectEmpty(&rect));
}
