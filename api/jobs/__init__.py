"""Jobs: long computations that outlive the process."""
