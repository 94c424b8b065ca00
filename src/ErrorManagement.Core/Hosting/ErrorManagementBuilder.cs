namespace Microsoft.Extensions.DependencyInjection;

/// <inheritdoc cref="IErrorManagementBuilder"/>
internal sealed class ErrorManagementBuilder(IServiceCollection services) : IErrorManagementBuilder
{
    public IServiceCollection Services { get; } = services;
}
