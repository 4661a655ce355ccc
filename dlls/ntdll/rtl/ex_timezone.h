/*
 * ex_timezone.h - the host's time zone, read once from /etc/localtime (RFC 8536) through the file
 * services. Where it may not be read, the zone is UTC.
 */
#ifndef BAILEY_EX_TIMEZONE_H
#define BAILEY_EX_TIMEZONE_H

#include "nt.h"
#include "rtl_proto.h"

/* SystemCurrentTimeZoneInformation is its start, SystemDynamicTimeZoneInformation all of it. */
typedef struct RTL_DYNAMIC_TIME_ZONE {
    LONG Bias;
    WCHAR StandardName[32];
    TIME_FIELDS StandardDate; /* NT's own order of fields, not SYSTEMTIME's */
    LONG StandardBias;
    WCHAR DaylightName[32];
    TIME_FIELDS DaylightDate;
    LONG DaylightBias;
    WCHAR TimeZoneKeyName[128];
    BOOLEAN DynamicDaylightTimeDisabled;
} RTL_DYNAMIC_TIME_ZONE;

/* The zone; valid for ever. Any thread. */
const RTL_DYNAMIC_TIME_ZONE *ex_time_zone(void);
/* What to add to local time to make it UTC at this moment of UTC, in 100 ns. */
LONGLONG ex_time_bias(LONGLONG utc);

#endif
