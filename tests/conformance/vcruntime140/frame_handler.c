/* The handlers of C++ frames as MSVC lays them out; frame_tables.h has the functions. */
#include "conformance.h"
#include "frame_tables.h"

typedef int function(void (*body)(void), void *context);
function catch_int3, catch_all3, unwinding3, by_reference3;
function catch_int4, catch_all4, unwinding4, by_reference4;
extern const char int_throw[], thing_throw[];

EXCEPTION_DISPOSITION (*frame_handler3)(PEXCEPTION_RECORD, void *, PCONTEXT, void *);
EXCEPTION_DISPOSITION (*frame_handler4)(PEXCEPTION_RECORD, void *, PCONTEXT, void *);
static void(WINAPI *cxx_throw)(void *object, const void *info);

static char order[32];
static int ended;
static int (*in_catch)(int *object, int *choice);

static void note_order(char letter)
{
    size_t at = strlen(order);
    order[at] = letter;
    order[at + 1] = 0;
}

/* What the tables name. */
int catch_block(void *object, int *choice);
void destroy(int *object);
void destroy_pointed(int *object);
void unwound(void *unused, char *frame);
void unwound_object(void *unused, char *frame);
void unwound_pointed(void *unused, char *frame);
void thing_end(int *thing);
void thing_copy(int *to, const int *from);

int catch_block(void *object, int *choice)
{
    note_order('c');
    return in_catch ? in_catch(object, choice) : *(int *)object + 100;
}

void destroy(int *object)
{
    CHECK_EQ(*object, 77);
    note_order('d');
}

void destroy_pointed(int *object)
{
    CHECK_EQ(*object, 88);
    note_order('p');
}

void unwound(void *unused, char *frame)
{
    CHECK_EQ(*(int *)(frame + 0x48), 77);
    note_order('f');
}

void unwound_object(void *unused, char *frame)
{
    destroy((int *)(frame + 0x48));
}

void unwound_pointed(void *unused, char *frame)
{
    destroy_pointed(*(int **)(frame + 0x30));
}

void thing_end(int *thing)
{
    CHECK_EQ(*thing, 5);
    ended++;
}

void thing_copy(int *to, const int *from)
{
    *to = *from;
}

asm(FRAMES THROWN
    "handler3: jmp *frame_handler3(%rip)\nhandler4: jmp *frame_handler4(%rip)\n" FUNCTION3(
        "catch_int3", "2", NO_UNWINDS3, INT_BY_VALUE3)
        FUNCTION3("by_reference3", "2", NO_UNWINDS3, INT_BY_REFERENCE3)
            FUNCTION3("catch_all3", "2", NO_UNWINDS3, ANYTHING3)
                FUNCTION3("unwinding3", "5",
                          ".long -1, 0, 0\n.rva unwound_object\n.long 1\n.rva unwound_pointed\n"
                          ".long 2\n.rva unwound\n.long -1, 0\n",
                          INT_BY_VALUE3) FUNCTION4("catch_int4", "0x20", "2", NO_UNWINDS4,
                                                   INT_BY_VALUE4("catch_int4"), "xor %eax, %eax")
                    FUNCTION4("by_reference4", "0x20", "2", NO_UNWINDS4,
                              INT_BY_REFERENCE4("by_reference4"), "movslq 0x44(%rbp), %rax")
                        FUNCTION4("catch_all4", "0x20", "2", NO_UNWINDS4, ANYTHING4("catch_all4"),
                                  "xor %eax, %eax")
    /* an entry: twice (bytes back to the next state's << 2 | kind), code, object */
    FUNCTION4("unwinding4", "0x20", "5",
              ".byte 10, 8, 2 * (1 << 2 | 1)\n.rva destroy\n.byte 2 * 0x48, 2 * (6 << 2 | 2)\n"
              ".rva destroy_pointed\n.byte 2 * 0x30, 2 * (6 << 2 | 3)\n.rva unwound\n"
              ".byte 2 * (19 << 2)\n",
              INT_BY_VALUE4("unwinding4"), "xor %eax, %eax"));

static void prepare(void)
{
    HMODULE library = LoadLibraryA("vcruntime140.dll");
    HMODULE more = LoadLibraryA("vcruntime140_1.dll");
    REQUIRE(library && more);
    frame_handler3 = (void *)GetProcAddress(library, "__CxxFrameHandler3");
    frame_handler4 = (void *)GetProcAddress(more, "__CxxFrameHandler4");
    cxx_throw = (void *)GetProcAddress(library, "_CxxThrowException");
    REQUIRE(frame_handler3 && frame_handler4 && cxx_throw);
}

static void throw_int(void)
{
    int value = 42;
    cxx_throw(&value, int_throw);
}

static void throw_thing(void)
{
    int thing = 5;
    cxx_throw(&thing, thing_throw);
}

static void return_plainly(void)
{
}

static int throw_another(int *object, int *choice)
{
    in_catch = NULL;
    throw_int();
    return 0;
}

static int change(int *object, int *choice)
{
    **(int **)object = 7;
    *choice = 0;
    return 1;
}

static int go_elsewhere(int *object, int *choice)
{
    *choice = 1;
    return **(int **)object;
}

static int answer_9(int *object, int *choice)
{
    return 9;
}

/* The same for both kinds of tables. */
#define BOTH(name)                                              \
    static void name(function *catch_int, function *catch_all); \
    CASE(name##_in_plain_tables)                                \
    {                                                           \
        prepare();                                              \
        name(catch_int3, catch_all3);                           \
    }                                                           \
    CASE(name##_in_compressed_tables)                           \
    {                                                           \
        prepare();                                              \
        name(catch_int4, catch_all4);                           \
    }                                                           \
    static void name(function *catch_int, function *catch_all)

BOTH(nothing_is_thrown)
{
    CHECK_EQ(catch_int(return_plainly, NULL), 1);
    CHECK_STR(order, "");
}

BOTH(an_int_is_caught)
{
    CHECK_EQ(catch_int(throw_int, NULL), 142);
    CHECK_EQ(catch_int(throw_int, NULL), 142); /* and again */
    CHECK_STR(order, "cc");
}

static function *inner;

static void through_inner(void)
{
    note_order('i');
    inner(throw_thing, NULL);
    note_order('!');
}

BOTH(another_type_goes_on_to_the_outer_block)
{
    inner = catch_int;
    in_catch = answer_9;
    CHECK_EQ(catch_all(through_inner, NULL), 9);
    CHECK_STR(order, "ic");
    CHECK_EQ(ended, 1); /* the object, once */
}

static int second_catch(int *object, int *choice)
{
    if (strlen(order) < 2)
        cxx_throw(NULL, NULL);
    return 8;
}

static void twice(void)
{
    inner(throw_thing, NULL);
}

BOTH(an_object_lives_until_its_last_catch_block_ends)
{
    inner = catch_all;
    in_catch = second_catch;
    CHECK_EQ(catch_all(twice, NULL), 8);
    CHECK_STR(order, "cc");
    CHECK_EQ(ended, 1);
}

BOTH(a_throw_in_a_catch_block_replaces)
{
    inner = catch_all;
    in_catch = throw_another;
    CHECK_EQ(catch_int(twice, NULL), 142);
    CHECK_STR(order, "cc");
    CHECK_EQ(ended, 1);
}

static void twice_int(void)
{
    inner(throw_int, NULL);
}

static int rethrow_once(int *object, int *choice)
{
    in_catch = NULL;
    cxx_throw(NULL, NULL);
    return 0;
}

BOTH(a_rethrown_int_keeps_its_value)
{
    inner = catch_int;
    in_catch = rethrow_once;
    CHECK_EQ(catch_int(twice_int, NULL), 142);
    CHECK_STR(order, "cc");
}

static void unwinds(function *unwinding)
{
    int pointed = 88;
    prepare();
    CHECK_EQ(unwinding(throw_int, &pointed), 142);
    CHECK_STR(order, "fpdc"); /* inside out, before the catch block */
}

CASE(what_lives_is_destroyed_in_plain_tables)
{
    unwinds(unwinding3);
}

CASE(what_lives_is_destroyed_in_compressed_tables)
{
    unwinds(unwinding4);
}

static int pointed_outside = 88;

static void through_unwinding(void)
{
    inner(throw_thing, &pointed_outside);
}

CASE(a_frame_that_is_passed_is_unwound_in_plain_tables)
{
    prepare();
    inner = unwinding3;
    in_catch = answer_9;
    CHECK_EQ(catch_all3(through_unwinding, NULL), 9);
    CHECK_STR(order, "fpdc");
}

CASE(a_frame_that_is_passed_is_unwound_in_compressed_tables)
{
    prepare();
    inner = unwinding4;
    in_catch = answer_9;
    CHECK_EQ(catch_all4(through_unwinding, NULL), 9);
    CHECK_STR(order, "fpdc");
}

static int *thrown_place;

static int note_place(int *object, int *choice)
{
    thrown_place = *(int **)object;
    CHECK_EQ(*thrown_place, 42);
    return change(object, choice);
}

CASE(a_reference_is_to_the_object_itself)
{
    prepare();
    in_catch = note_place;
    CHECK_EQ(by_reference3(throw_int, NULL), 1);
    CHECK_EQ(by_reference4(throw_int, NULL), 1);
}

CASE(a_compressed_catch_block_chooses_where_to_go_on)
{
    prepare();
    in_catch = go_elsewhere;
    CHECK_EQ(by_reference4(throw_int, NULL), 1042);
}

CASE(both_kinds_of_tables_meet)
{
    WINE_DIFFERS("Wine 8 unwinds no plain tables on the way to compressed ones");
    prepare();
    inner = catch_int4;
    in_catch = answer_9;
    CHECK_EQ(catch_all3(through_inner, NULL), 9);
    inner = unwinding3;
    order[0] = 0;
    CHECK_EQ(catch_all4(through_unwinding, NULL), 9);
    CHECK_STR(order, "fpdc");
}
