/* coverage.h - `bailey coverage [DLL]`. */
#ifndef BAILEY_COVERAGE_H
#define BAILEY_COVERAGE_H

/* Prints the state of each DLL, or of each export of one ("kernel32", "KERNEL32.DLL"), from
 * share/bailey/coverage.tsv. Ends the command: 0, or 125 where there is no such table or DLL. */
void coverage_print(const char *dll) __attribute__((noreturn));

#endif
