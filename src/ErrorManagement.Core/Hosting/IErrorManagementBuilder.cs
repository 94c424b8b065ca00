namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What AddErrorManagement returns: breakers, policies and later floors are added to it.</summary>
public interface IErrorManagementBuilder
{
    /// <summary>The services that are added to.</summary>
    IServiceCollection Services { get; }
}
