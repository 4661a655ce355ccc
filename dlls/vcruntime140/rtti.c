/* typeid and dynamic_cast. */
#include "rtti.h"
#include <string.h>

void *__AdjustPointer(void *object, const PMD *place);

__attribute__((noreturn)) static void throw_std(const void *vftable, const char *what,
                                                const THROW_INFO *info)
{
    struct std_exception exception = {.vftable = vftable, .what = what};
    for (;;)
        _CxxThrowException(&exception, info);
}

/* What stands before the vftable that the object's first pointer (at delta) points to. */
static const COMPLETE_OBJECT *locator(const void *object, LONG delta)
{
    const COMPLETE_OBJECT *const *vftable =
        *(const COMPLETE_OBJECT *const *const *)((const char *)object + delta);
    const COMPLETE_OBJECT *found = vftable[-1];
    if (!found || found->signature != 1)
        throw_std(vftable_non_rtti_object, "Bad read pointer - no RTTI data!",
                  &throw_non_rtti_object);
    return found;
}

static ULONG64 image_base(const COMPLETE_OBJECT *complete)
{
    return (ULONG64)complete - complete->self;
}

static void *complete_object(void *object, LONG delta, const COMPLETE_OBJECT *complete)
{
    char *pointer = (char *)object + delta;
    char *whole = pointer - complete->offset;
    if (complete->constructor_offset)
        whole -= *(LONG *)(pointer - complete->constructor_offset);
    return whole;
}

const TYPE_DESCRIPTOR *__RTtypeid(void *object)
{
    const COMPLETE_OBJECT *complete;
    if (!object)
        throw_std(vftable_bad_typeid, "Attempted a typeid of nullptr pointer!", &throw_bad_typeid);
    complete = locator(object, 0);
    return (const TYPE_DESCRIPTOR *)(image_base(complete) + complete->type);
}

void *__RTCastToVoid(void *object)
{
    return object ? complete_object(object, 0, locator(object, 0)) : NULL;
}

struct cast {
    ULONG64 base;
    const CLASS_HIERARCHY *hierarchy; /* of the complete object */
    char *whole;
    void *from; /* the source subobject */
    const TYPE_DESCRIPTOR *source, *target;
};

static const BASE_CLASS *base_class(const struct cast *c, const CLASS_HIERARCHY *in, ULONG index)
{
    return (const BASE_CLASS *)(c->base + ((const ULONG *)(c->base + in->bases))[index]);
}

static BOOLEAN is_type(const struct cast *c, const BASE_CLASS *class, const TYPE_DESCRIPTOR *type)
{
    const TYPE_DESCRIPTOR *own = (const TYPE_DESCRIPTOR *)(c->base + class->type);
    return own == type || strcmp(own->name, type->name) == 0;
}

/* The target at index i has the very source subobject among its public bases. */
static BOOLEAN contains_source(const struct cast *c, ULONG i)
{
    const BASE_CLASS *target = base_class(c, c->hierarchy, i);
    const CLASS_HIERARCHY *own = (const CLASS_HIERARCHY *)(c->base + target->hierarchy);

    for (ULONG j = 0; j <= target->contained; j++) {
        const BASE_CLASS *here = base_class(c, c->hierarchy, i + j);
        if (is_type(c, here, c->source) && __AdjustPointer(c->whole, &here->place) == c->from &&
            !(base_class(c, own, j)->attributes & BCD_NOT_VISIBLE))
            return TRUE;
    }
    return FALSE;
}

/* A target derived from the source subobject; *ambiguous: there are several. */
static void *cast_down(const struct cast *c, BOOLEAN *ambiguous)
{
    void *found = NULL;
    for (ULONG i = 0; i < c->hierarchy->count; i++) {
        const BASE_CLASS *class = base_class(c, c->hierarchy, i);
        void *place;
        if (!is_type(c, class, c->target) || !contains_source(c, i))
            continue;
        place = __AdjustPointer(c->whole, &class->place);
        if (found && found != place)
            *ambiguous = TRUE;
        found = place;
    }
    return found;
}

/* A public and unique base of the complete object, where the source is a public one too. */
static void *cast_across(const struct cast *c)
{
    void *found = NULL;
    BOOLEAN source_is_public = FALSE;

    for (ULONG i = 0; i < c->hierarchy->count; i++) {
        const BASE_CLASS *class = base_class(c, c->hierarchy, i);
        void *place = __AdjustPointer(c->whole, &class->place);
        if (class->attributes & BCD_NOT_VISIBLE)
            continue;
        if (is_type(c, class, c->source) && place == c->from)
            source_is_public = TRUE;
        if (!is_type(c, class, c->target))
            continue;
        if ((class->attributes & BCD_AMBIGUOUS) || (found && found != place))
            return NULL;
        found = place;
    }
    return source_is_public ? found : NULL;
}

void *__RTDynamicCast(void *object, LONG delta, const TYPE_DESCRIPTOR *source,
                      const TYPE_DESCRIPTOR *target, BOOL is_reference)
{
    const COMPLETE_OBJECT *complete;
    BOOLEAN ambiguous = FALSE;
    void *result;

    if (!object)
        return NULL;
    complete = locator(object, delta);
    struct cast c = {
        .base = image_base(complete),
        .hierarchy = (const CLASS_HIERARCHY *)(image_base(complete) + complete->hierarchy),
        .whole = complete_object(object, delta, complete),
        .from = object,
        .source = source,
        .target = target,
    };
    result = cast_down(&c, &ambiguous);
    if (ambiguous)
        result = NULL;
    else if (!result)
        result = cast_across(&c);
    if (!result && is_reference)
        throw_std(vftable_bad_cast, "Bad dynamic_cast!", &throw_bad_cast);
    return result;
}
