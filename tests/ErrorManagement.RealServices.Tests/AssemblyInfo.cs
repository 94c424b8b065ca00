// One test at a time: each loads the machine, and looks at what the whole process holds (threads, sockets, unobserved exceptions).
[assembly: CollectionBehavior(DisableTestParallelization = true)]
