/*
 * ob_types.c - the table of object types.
 */
#include "ob_private.h"

extern const struct ob_ops ke_event_ops, ke_mutant_ops, ke_semaphore_ops, ke_timer_ops,
    ke_keyed_ops;
extern const struct ob_ops ps_thread_ops, ps_process_ops, ps_job_ops, se_token_ops;
extern const struct ob_ops io_file_ops, io_completion_ops, mm_section_ops;
extern const struct ob_ops ob_directory_ops, cm_key_ops;

const struct ob_ops *const ob_types[OB_TYPE_COUNT] = {
    [OB_EVENT] = &ke_event_ops,           [OB_MUTANT] = &ke_mutant_ops,
    [OB_SEMAPHORE] = &ke_semaphore_ops,   [OB_TIMER] = &ke_timer_ops,
    [OB_KEYED_EVENT] = &ke_keyed_ops,     [OB_THREAD] = &ps_thread_ops,
    [OB_PROCESS] = &ps_process_ops,       [OB_FILE] = &io_file_ops,
    [OB_COMPLETION] = &io_completion_ops, [OB_SECTION] = &mm_section_ops,
    [OB_DIRECTORY] = &ob_directory_ops,   [OB_KEY] = &cm_key_ops,
    [OB_TOKEN] = &se_token_ops,           [OB_JOB] = &ps_job_ops,
};
