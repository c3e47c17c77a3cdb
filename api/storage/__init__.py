"""Storage: scenarios, results, jobs and tokens that outlive the process."""
