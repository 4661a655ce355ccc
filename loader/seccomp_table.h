/*
 * seccomp_table.h - which system calls the filter lets through.
 */
#ifndef BAILEY_SECCOMP_TABLE_H
#define BAILEY_SECCOMP_TABLE_H

#include <linux/filter.h>
#include <stdint.h>

/* Jumps to the three ends of the filter, which lie behind everything else; resolved at last. */
#define TO_ALLOW  255
#define TO_REFUSE 254 /* EPERM */
#define TO_ABSENT 253 /* ENOSYS */

enum need { ALWAYS, IF_NET, IF_ANY_PORT, IF_CHOSEN_PORTS, IF_CHILD, IF_NO_CHILD, IF_NO_NET };

struct rule {
    int16_t number;
    uint8_t need;
    uint8_t check_size;
    const struct sock_filter *check; /* NULL: whatever the arguments */
};

/* In ascending order of their numbers; of two with one number at most one is needed. */
extern const struct rule seccomp_rules[];
extern const unsigned seccomp_rule_count;

#endif
