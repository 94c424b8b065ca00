namespace ErrorManagement.Analytics.Reports.Wire;

/// <summary>One circuit breaker.</summary>
internal sealed record ReportedCircuitData(string Name, string State, string Mode, string? EndState, bool ChangesLost, IReadOnlyList<TransitionData> Transitions);
