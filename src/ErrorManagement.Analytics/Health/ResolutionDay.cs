namespace ErrorManagement.Analytics;

/// <summary>What was done about errors, and what came, on one day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="New">Errors seen for the first time.</param>
/// <param name="Resolved">Errors that were marked resolved.</param>
/// <param name="Regressed">Resolved errors that came back.</param>
/// <param name="Reopened">Errors that somebody opened again.</param>
public sealed record ResolutionDay(DateOnly Day, int New, int Resolved, int Regressed, int Reopened);
