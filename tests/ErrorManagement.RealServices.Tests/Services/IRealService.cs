namespace ErrorManagement.RealServices.Tests.Services;

/// <summary>A service in a process or on a socket of its own, with a client as a host would have it.</summary>
internal interface IRealService : IAsyncDisposable
{
    /// <summary>The name, also that of the breaker and of the policy.</summary>
    string Name { get; }

    /// <summary>How many tries the client's operation has made: each reached for the service.</summary>
    long Tries { get; }

    /// <summary>How many requests arrived, as the service itself knows.</summary>
    long Received { get; }

    /// <summary>How many requests more than tries may arrive, because the client below us sends some again.</summary>
    long SentAgainBelow { get; }

    /// <summary>How it fails, in turn.</summary>
    IReadOnlyList<Phase> Phases { get; }

    /// <summary>Fails one of the requests to come.</summary>
    Task StumbleAsync();

    /// <summary>Fails each request from now on, and goes on receiving all of them.</summary>
    Task FailEachAsync();

    /// <summary>Ends <see cref="FailEachAsync"/>.</summary>
    Task HealAsync();

    /// <summary>One call through a policy.</summary>
    ValueTask CallAsync(IExecutionPolicy policy, CancellationToken cancellationToken);
}
