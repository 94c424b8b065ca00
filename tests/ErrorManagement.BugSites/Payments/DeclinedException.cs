namespace ErrorManagement.BugSites.Payments;

[ErrorCode("SHOP-PAY-001")]
internal sealed class DeclinedException(string message) : CodedException(message);
