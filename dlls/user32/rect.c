/* rect.c - rectangles: right and lower edges lie outside; one without area is empty. */
#include "nt.h"
#include <winuser.h>

BOOL WINAPI SetRect(LPRECT rect, int left, int top, int right, int bottom)
{
    if (!rect)
        return FALSE;
    *rect = (RECT){left, top, right, bottom};
    return TRUE;
}

BOOL WINAPI SetRectEmpty(LPRECT rect)
{
    return SetRect(rect, 0, 0, 0, 0);
}

BOOL WINAPI CopyRect(LPRECT rect, const RECT *from)
{
    if (!rect || !from)
        return FALSE;
    *rect = *from;
    return TRUE;
}

BOOL WINAPI EqualRect(const RECT *a, const RECT *b)
{
    return a && b && a->left == b->left && a->top == b->top && a->right == b->right &&
           a->bottom == b->bottom;
}

BOOL WINAPI IsRectEmpty(const RECT *rect)
{
    return !rect || rect->left >= rect->right || rect->top >= rect->bottom;
}

BOOL WINAPI PtInRect(const RECT *rect, POINT point)
{
    return rect && point.x >= rect->left && point.x < rect->right && point.y >= rect->top &&
           point.y < rect->bottom;
}

BOOL WINAPI OffsetRect(LPRECT rect, int x, int y)
{
    if (!rect)
        return FALSE;
    return SetRect(rect, rect->left + x, rect->top + y, rect->right + x, rect->bottom + y);
}

BOOL WINAPI InflateRect(LPRECT rect, int x, int y)
{
    if (!rect)
        return FALSE;
    return SetRect(rect, rect->left - x, rect->top - y, rect->right + x, rect->bottom + y);
}

/* The result may be one of the two. Without common area it becomes empty. */
BOOL WINAPI IntersectRect(LPRECT result, const RECT *a, const RECT *b)
{
    RECT common;

    if (!result || !a || !b)
        return FALSE;
    common.left = a->left > b->left ? a->left : b->left;
    common.top = a->top > b->top ? a->top : b->top;
    common.right = a->right < b->right ? a->right : b->right;
    common.bottom = a->bottom < b->bottom ? a->bottom : b->bottom;
    if (IsRectEmpty(a) || IsRectEmpty(b) || IsRectEmpty(&common)) {
        SetRectEmpty(result);
        return FALSE;
    }
    *result = common;
    return TRUE;
}

/* Empty ones do not count. */
BOOL WINAPI UnionRect(LPRECT result, const RECT *a, const RECT *b)
{
    if (!result || !a || !b)
        return FALSE;
    if (IsRectEmpty(a))
        a = b;
    if (IsRectEmpty(b))
        b = a;
    if (IsRectEmpty(a)) {
        SetRectEmpty(result);
        return FALSE;
    }
    return SetRect(result, a->left < b->left ? a->left : b->left, a->top < b->top ? a->top : b->top,
                   a->right > b->right ? a->right : b->right,
                   a->bottom > b->bottom ? a->bottom : b->bottom);
}

/* What is left of a is one rectangle only where b covers it from edge to edge. */
BOOL WINAPI SubtractRect(LPRECT result, const RECT *a, const RECT *b)
{
    RECT common, rest;

    if (!result || !a || !b)
        return FALSE;
    rest = *a;
    if (IntersectRect(&common, a, b)) {
        BOOL wide = common.left <= a->left && common.right >= a->right;
        BOOL high = common.top <= a->top && common.bottom >= a->bottom;
        if (wide && high)
            SetRectEmpty(&rest);
        else if (wide && common.top <= a->top)
            rest.top = common.bottom;
        else if (wide && common.bottom >= a->bottom)
            rest.bottom = common.top;
        else if (high && common.left <= a->left)
            rest.left = common.right;
        else if (high && common.right >= a->right)
            rest.right = common.left;
    }
    *result = rest;
    return !IsRectEmpty(result);
}
