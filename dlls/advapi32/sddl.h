#ifndef BAILEY_ADVAPI32_SDDL_H
#define BAILEY_ADVAPI32_SDDL_H

#include "security.h"

/* The words of a descriptor's text (public documentation: "Security Descriptor String Format"). */
struct sddl_word {
    WCHAR text[3];
    DWORD value;
};

#define SDDL_ACE_FLAG_COUNT 7
#define SDDL_ACE_TYPE_COUNT 5

/* Rights: those of whole sets first, then single bits. */
extern const struct sddl_word sddl_rights[];
extern const unsigned sddl_right_count, sddl_set_count;
extern const struct sddl_word sddl_ace_flags[SDDL_ACE_FLAG_COUNT];
extern const struct sddl_word sddl_ace_types[SDDL_ACE_TYPE_COUNT];

#endif
