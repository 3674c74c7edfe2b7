#include "use/worked.h"
ny_worked *ny_work_through(ny_arena *arena, ny_sink *problems, const ny_model *model)
{ (void)arena;(void)problems;(void)model; return NULL; }
ny_worked_figure ny_worked_payment(ny_arena *arena, const ny_worked *worked, uint32_t payment)
{ (void)arena;(void)worked;(void)payment; return (ny_worked_figure){0}; }
