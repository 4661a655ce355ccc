/* table.c - see table.h. */
#include "table.h"

void table_add(TABLE *table, const WCHAR *const *cells)
{
    size_t used = table->count * (size_t)table->column_count;
    table->cells = more(table->cells, (used + (size_t)table->column_count) * sizeof(WCHAR *));
    for (int i = 0; i < table->column_count; i++)
        table->cells[used + (size_t)i] = text_copy(cells[i]);
    table->count++;
}

static const WCHAR *cell(const TABLE *table, size_t row, int column)
{
    return table->cells[row * (size_t)table->column_count + (size_t)column];
}

static int width_of(const TABLE *table, int column)
{
    const COLUMN *c = &table->columns[column];
    int width = c->width ? c->width : (int)wcslen(c->title);
    for (size_t row = 0; !c->width && row < table->count; row++)
        if ((int)wcslen(cell(table, row, column)) > width)
            width = (int)wcslen(cell(table, row, column));
    return width;
}

static void print_row(const TABLE *table, const int *widths, const WCHAR *const *texts)
{
    for (int i = 0; i < table->column_count; i++) {
        int width = widths[i];
        print(i ? L" " : L"");
        print(table->columns[i].right ? L"%*.*ls" : L"%-*.*ls", width, width, texts[i]);
    }
    print(L"\n");
}

static void print_table(const TABLE *table, BOOL header)
{
    int widths[TABLE_COLUMNS];
    const WCHAR *titles[TABLE_COLUMNS];
    for (int i = 0; i < table->column_count; i++) {
        widths[i] = width_of(table, i);
        titles[i] = table->columns[i].title;
    }
    if (header) {
        print_row(table, widths, titles);
        for (int i = 0; i < table->column_count; i++) {
            print(i ? L" " : L"");
            for (int n = 0; n < widths[i]; n++)
                print(L"=");
        }
        print(L"\n");
    }
    for (size_t row = 0; row < table->count; row++)
        print_row(table, widths,
                  (const WCHAR *const *)table->cells + row * (size_t)table->column_count);
}

static void print_list(const TABLE *table)
{
    int width = 0;
    for (int i = 0; i < table->column_count; i++)
        if ((int)wcslen(table->columns[i].title) + 1 > width)
            width = (int)wcslen(table->columns[i].title) + 1;
    for (size_t row = 0; row < table->count; row++) {
        print(row ? L"\n" : L"");
        for (int i = 0; i < table->column_count; i++) {
            print(L"%ls:", table->columns[i].title);
            print(L"%*ls%ls\n", width - (int)wcslen(table->columns[i].title), L"",
                  cell(table, row, i));
        }
    }
}

static void print_csv(const TABLE *table, BOOL header)
{
    for (int i = 0; header && i < table->column_count; i++)
        print(L"%ls\"%ls\"", i ? L"," : L"", table->columns[i].title);
    print(header ? L"\n" : L"");
    for (size_t row = 0; row < table->count; row++) {
        for (int i = 0; i < table->column_count; i++)
            print(L"%ls\"%ls\"", i ? L"," : L"", cell(table, row, i));
        print(L"\n");
    }
}

void table_print(const TABLE *table, enum table_format format, BOOL header)
{
    if (format == FORMAT_TABLE)
        print_table(table, header);
    else if (format == FORMAT_LIST)
        print_list(table);
    else
        print_csv(table, header);
}

BOOL table_format_of(const WCHAR *name, enum table_format *format)
{
    static const WCHAR *const names[] = {L"table", L"list", L"csv"};
    for (int i = 0; i < 3; i++)
        if (_wcsicmp(name, names[i]) == 0) {
            *format = (enum table_format)i;
            return TRUE;
        }
    return FALSE;
}
