namespace ErrorManagement.Analytics.Alerts;

/// <summary>What a step of an alert leads to.</summary>
/// <param name="Course">Its course from now on; null when there is no alert any more.</param>
/// <param name="Telling">What is to be told.</param>
internal readonly record struct AlertTurn(AlertCourse? Course, AlertTelling Telling = AlertTelling.Nothing);
