namespace ErrorManagement.Core.Tests.Diagnostics;

/// <summary>Tests that listen to the whole process: they run alone, as others hold that nobody listens.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessListeners
{
    public const string Name = "listeners of the process";
}
