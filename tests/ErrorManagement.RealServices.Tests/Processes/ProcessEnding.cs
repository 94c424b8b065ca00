namespace ErrorManagement.RealServices.Tests.Processes;

/// <summary>How a process ends in the midst of its work.</summary>
public enum ProcessEnding
{
    /// <summary>Its main method returns while background threads go on.</summary>
    Returns,

    /// <summary><see cref="Environment.Exit"/>.</summary>
    Exits,

    /// <summary><see cref="Environment.FailFast(string)"/>.</summary>
    FailsFast,

    /// <summary>SIGTERM from outside, as an orchestrator sends it.</summary>
    IsAskedToEnd,

    /// <summary>SIGKILL from outside.</summary>
    IsKilled,
}
