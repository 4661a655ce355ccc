/* con_vt.h - between the files of VT output. Positions are of the window, from 0. */
#ifndef BAILEY_CON_VT_H
#define BAILEY_CON_VT_H

#include "con_screen.h"

void con_vt_place(struct con_screen *s, int32_t x, int32_t y);
void con_vt_save(struct con_screen *s, struct con_saved *to);
void con_vt_restore(struct con_screen *s, const struct con_saved *from);
void con_vt_erase_lines(struct con_screen *s, int32_t top, int32_t bottom);
void con_vt_reverse_index(struct con_screen *s);
void con_vt_alternate(struct con_screen *s, int on);
void con_vt_margins(struct con_screen *s, const int *values);
void con_vt_soft_reset(struct con_screen *s);
/* Cursor moves and edits; 0: the letter is none of them. */
int con_vt_edit(struct con_screen *s, char letter, const int *values);

#endif
