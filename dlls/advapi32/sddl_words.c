/* sddl.h: the words of a descriptor's text. */
#include "sddl.h"

const struct sddl_word sddl_rights[] = {
    {L"FA", FILE_ALL_ACCESS},
    {L"FR", FILE_GENERIC_READ},
    {L"FW", FILE_GENERIC_WRITE},
    {L"FX", FILE_GENERIC_EXECUTE},
    {L"KA", KEY_ALL_ACCESS},
    {L"KR", KEY_READ},
    {L"KW", KEY_WRITE},
    {L"KX", KEY_EXECUTE},
    {L"CC", 1},
    {L"DC", 2},
    {L"LC", 4},
    {L"SW", 8},
    {L"RP", 16},
    {L"WP", 32},
    {L"DT", 64},
    {L"LO", 128},
    {L"CR", 256},
    {L"SD", DELETE},
    {L"RC", READ_CONTROL},
    {L"WD", WRITE_DAC},
    {L"WO", WRITE_OWNER},
    {L"GA", GENERIC_ALL},
    {L"GX", GENERIC_EXECUTE},
    {L"GW", GENERIC_WRITE},
    {L"GR", GENERIC_READ},
    {L"NR", 2}, /* read as words of mandatory labels only */
    {L"NW", 1},
    {L"NX", 4},
};

const unsigned sddl_right_count = ARRAYSIZE(sddl_rights), sddl_set_count = 8;

const struct sddl_word sddl_ace_flags[SDDL_ACE_FLAG_COUNT] = {
    {L"OI", OBJECT_INHERIT_ACE},
    {L"CI", CONTAINER_INHERIT_ACE},
    {L"NP", NO_PROPAGATE_INHERIT_ACE},
    {L"IO", INHERIT_ONLY_ACE},
    {L"ID", INHERITED_ACE},
    {L"SA", SUCCESSFUL_ACCESS_ACE_FLAG},
    {L"FA", FAILED_ACCESS_ACE_FLAG},
};

const struct sddl_word sddl_ace_types[SDDL_ACE_TYPE_COUNT] = {
    {L"A", ACCESS_ALLOWED_ACE_TYPE},          {L"D", ACCESS_DENIED_ACE_TYPE},
    {L"AU", SYSTEM_AUDIT_ACE_TYPE},           {L"AL", SYSTEM_ALARM_ACE_TYPE},
    {L"ML", SYSTEM_MANDATORY_LABEL_ACE_TYPE},
};
