#include "declarations.h"
void *malloc(size_t);
void free(void *);
