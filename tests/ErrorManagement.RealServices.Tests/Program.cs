using ErrorManagement.RealServices.Tests.Processes;

// What the tests start as a process that ends badly.
return DyingProcess.Run(args);
