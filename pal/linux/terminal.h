/* terminal.h - putting terminals back as they were. */
#ifndef PAL_LINUX_TERMINAL_H
#define PAL_LINUX_TERMINAL_H

/* Gives the terminal that pal_terminal_control changed first its old settings; at the end. */
void pal_terminal_restore(void);

#endif
