int close(int);
