#ifndef BAILEY_ACCOUNT_H
#define BAILEY_ACCOUNT_H

/* The account that every Windows program here runs as. */
#define BAILEY_USER_SID L"S-1-5-21-1000000000-1000000000-1000000000-1000"
#define BAILEY_USER_RID 1000

#endif
