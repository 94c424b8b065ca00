namespace ErrorManagement.Analytics.Hosting;

/// <summary>The function of the host's own that sends e-mail.</summary>
internal sealed record EmailRegistration(Func<IServiceProvider, EmailMessage, CancellationToken, ValueTask> Send);
