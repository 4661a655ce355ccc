/*
 * seccomp.c - the system calls that the PAL makes, and no others.
 *
 * The filter is a binary search tree over the call numbers, written out when the process starts.
 * The kernel finds by itself which calls are allowed whatever their arguments (Linux 5.11) and does
 * not run the filter for them. What is not allowed does not exist: ENOSYS; a call with a wrong
 * argument is refused: EPERM.
 */
#include "seal.h"
#include "seccomp_table.h"
#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PROGRAM_SIZE  240 /* the ends are within a jump from everywhere */
#define SEGMENT_COUNT 256

/* From `start` on, up to the next segment, a call's number means this. */
struct segment {
    uint32_t start;
    const struct rule *rule; /* NULL: refused */
};

struct builder {
    struct sock_filter code[PROGRAM_SIZE];
    unsigned size;
    struct segment segments[SEGMENT_COUNT];
    unsigned segment_count;
};

static int is_active(const struct rule *rule, const struct policy *policy)
{
    int any_port = policy->all || policy->net;
    switch (rule->need) {
    case IF_CHILD:
        return policy->all || policy->child;
    case IF_NO_CHILD:
        return !policy->all && !policy->child;
    case IF_NO_NET:
        return !any_port && !policy->port_count;
    case IF_NET:
        return any_port || policy->port_count;
    case IF_ANY_PORT:
        return any_port;
    case IF_CHOSEN_PORTS:
        return !any_port && policy->port_count;
    default:
        return 1;
    }
}

static void add_segment(struct builder *b, uint32_t start, const struct rule *rule)
{
    struct segment *last = b->segment_count ? &b->segments[b->segment_count - 1] : NULL;
    if (last && last->start == start) { /* nothing was in between */
        last->rule = rule;
        return;
    }
    if (b->segment_count == SEGMENT_COUNT)
        b->size = PROGRAM_SIZE; /* refused when it is complete */
    else
        b->segments[b->segment_count++] = (struct segment){start, rule};
}

static void find_segments(struct builder *b, const struct policy *policy)
{
    add_segment(b, 0, NULL);
    for (unsigned i = 0; i < seccomp_rule_count; i++) {
        if (!is_active(&seccomp_rules[i], policy))
            continue;
        uint32_t number = (uint32_t)seccomp_rules[i].number;
        struct segment *last = &b->segments[b->segment_count - 1];
        struct segment *before = b->segment_count > 1 ? last - 1 : NULL;
        if (last->start == number && !seccomp_rules[i].check && before && before->rule &&
            !before->rule->check)
            b->segment_count--; /* goes on with what was allowed just before */
        else
            add_segment(b, number, &seccomp_rules[i]);
        add_segment(b, number + 1, NULL);
    }
}

static void emit(struct builder *b, const struct sock_filter *code, unsigned count)
{
    for (unsigned i = 0; i < count && b->size < PROGRAM_SIZE; i++)
        b->code[b->size++] = code[i];
}

/* The end that a segment leads to, 0 if it has a check. */
static uint8_t end_of(const struct segment *segment)
{
    if (!segment->rule)
        return TO_ABSENT;
    return segment->rule->check ? 0 : TO_ALLOW;
}

/* Where the search among segments first..end goes on; the code for it is written if there is any.
 */
static uint8_t emit_tree(struct builder *b, unsigned first, unsigned end);

static void emit_node(struct builder *b, unsigned first, unsigned end)
{
    unsigned middle = first + (end - first) / 2, node = b->size;
    struct sock_filter branch =
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, b->segments[middle].start, 0, 0);
    emit(b, &branch, 1);
    uint8_t below = emit_tree(b, first, middle);
    unsigned distance = b->size - node - 1;
    uint8_t above = emit_tree(b, middle, end);
    b->code[node].jf = below;
    b->code[node].jt = above ? above : (uint8_t)distance;
}

static uint8_t emit_tree(struct builder *b, unsigned first, unsigned end)
{
    uint8_t leaf = end - first == 1 ? end_of(&b->segments[first]) : 0;
    if (leaf)
        return leaf;
    if (b->size >= PROGRAM_SIZE)
        return TO_ABSENT; /* refused when it is complete */
    const struct rule *rule = b->segments[first].rule;
    if (end - first == 1)
        emit(b, rule->check, rule->check_size);
    else
        emit_node(b, first, end);
    return 0;
}

static uint8_t resolve(uint8_t jump, unsigned at, unsigned size)
{
    static const uint8_t order[] = {
        [255 - TO_ALLOW] = 0, [255 - TO_REFUSE] = 1, [255 - TO_ABSENT] = 2};
    return jump < TO_ABSENT ? jump : (uint8_t)(size + order[255 - jump] - at - 1);
}

static void emit_ends(struct builder *b)
{
    static const struct sock_filter ends[] = {
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    };
    for (unsigned i = 0; i < b->size; i++) {
        struct sock_filter *code = &b->code[i];
        if (BPF_CLASS(code->code) != BPF_JMP)
            continue;
        code->jt = resolve(code->jt, i, b->size);
        code->jf = resolve(code->jf, i, b->size);
    }
    emit(b, ends, sizeof ends / sizeof *ends);
}

long seccomp_apply(const struct policy *policy)
{
    static struct builder b;
    static const struct sock_filter start[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 0, TO_ABSENT),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    };
    b.size = b.segment_count = 0;
    find_segments(&b, policy);
    emit(&b, start, sizeof start / sizeof *start);
    emit_tree(&b, 0, b.segment_count);
    if (b.size > PROGRAM_SIZE - 3)
        return -E2BIG;
    emit_ends(&b);
    struct sock_fprog program = {(unsigned short)b.size, b.code};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0 ? -errno : 0;
}
