namespace ErrorManagement.Analytics.Hosting;

/// <summary>An error budget that was added to the container, by name.</summary>
internal sealed record ErrorBudgetRegistration(string Name);
