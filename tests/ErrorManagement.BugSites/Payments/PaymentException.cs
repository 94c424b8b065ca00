namespace ErrorManagement.BugSites.Payments;

internal sealed class PaymentException(string message, Exception? inner = null) : Exception(message, inner);
