/* Exception objects: what can catch them, and how the catch block's variable is made. */
#include "eh.h"
#include <string.h>

typedef void (*destructor)(void *object);
typedef void (*copy_constructor)(void *to, void *from);
typedef void (*copy_constructor_of_most_derived)(void *to, void *from, int most_derived);

void *__AdjustPointer(void *object, const PMD *place)
{
    char *result = (char *)object + place->mdisp;
    if (place->pdisp >= 0) {
        const char *table = *(const char **)((char *)object + place->pdisp);
        result += place->pdisp + *(const LONG *)(table + place->vdisp);
    }
    return result;
}

static BOOLEAN fits(const struct eh_handler *handler, const TYPE_DESCRIPTOR *wanted,
                    const CATCHABLE_TYPE *thrown, ULONG64 base, ULONG attributes)
{
    const TYPE_DESCRIPTOR *type = (const TYPE_DESCRIPTOR *)(base + thrown->type);

    if (wanted != type && strcmp(wanted->name, type->name) != 0)
        return FALSE;
    if ((thrown->properties & CT_BY_REFERENCE) && !(handler->adjectives & HT_REFERENCE))
        return FALSE;
    /* Qualifiers may be added, not dropped; both sets of bits are numbered alike. */
    return !(attributes & (TI_CONST | TI_VOLATILE | TI_UNALIGNED) & ~handler->adjectives);
}

const CATCHABLE_TYPE *eh_match(const EXCEPTION_RECORD *record, const struct eh_handler *handler,
                               ULONG64 base, BOOLEAN *all)
{
    const TYPE_DESCRIPTOR *wanted = (const TYPE_DESCRIPTOR *)(base + handler->type);
    ULONG64 thrown_base = record->ExceptionInformation[3];
    const CATCHABLE_TYPES *types;

    *all = !handler->type || !wanted->name[0];
    if (*all || !eh_is_cxx(record))
        return NULL;
    types = (const CATCHABLE_TYPES *)(thrown_base + eh_throw_info(record)->types);
    for (ULONG i = 0; i < types->count; i++) {
        const CATCHABLE_TYPE *thrown = (const CATCHABLE_TYPE *)(thrown_base + types->types[i]);
        if (fits(handler, wanted, thrown, thrown_base, eh_throw_info(record)->attributes))
            return thrown;
    }
    return NULL;
}

void eh_build_object(const EXCEPTION_RECORD *record, const struct eh_handler *handler,
                     const CATCHABLE_TYPE *type, void *to)
{
    void *from = eh_object(record);
    ULONG64 code = record->ExceptionInformation[3] + type->copy;

    if (handler->adjectives & HT_REFERENCE) {
        *(void **)to = __AdjustPointer(from, &type->place);
    } else if (type->properties & CT_SIMPLE) {
        memmove(to, from, type->size);
        if (type->size == sizeof(void *) && *(void **)to)
            *(void **)to = __AdjustPointer(*(void **)to, &type->place);
    } else if (!type->copy) {
        memmove(to, __AdjustPointer(from, &type->place), type->size);
    } else if (type->properties & CT_VIRTUAL_BASES) {
        ((copy_constructor_of_most_derived)code)(to, __AdjustPointer(from, &type->place), 1);
    } else {
        ((copy_constructor)code)(to, __AdjustPointer(from, &type->place));
    }
}

void __DestructExceptionObject(PEXCEPTION_RECORD record, BOOLEAN throwing)
{
    const THROW_INFO *info;

    if (!record || !eh_is_cxx(record))
        return;
    info = eh_throw_info(record);
    if (info && info->destructor)
        eh_call_action(record->ExceptionInformation[3] + info->destructor,
                       (ULONG64)eh_object(record), 0);
}
