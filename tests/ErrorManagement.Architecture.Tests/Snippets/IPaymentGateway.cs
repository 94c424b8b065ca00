namespace ErrorManagement.Architecture.Tests.Snippets;

public interface IPaymentGateway
{
    Task<string> ChargeAsync(decimal amount, CancellationToken cancellationToken);
}
