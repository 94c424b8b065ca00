using ErrorManagement.Handling;

namespace Microsoft.Extensions.DependencyInjection;

// The error handler.
public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>
    /// Changes the settings of <see cref="IErrorHandler"/>, which every container with AddErrorManagementCore has. They are the unnamed <see cref="ErrorHandlerOptions"/>, checked when the host starts.
    /// Several calls change the same settings, in order.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder ConfigureErrorHandler(this IErrorManagementBuilder builder, Action<ErrorHandlerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Sets what answers for failed calls of the container's handler, such as <c>(provider, fallbacks) => fallbacks.SetDefaultValue("prices", Price.Unknown)</c>.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets defaults and cached answers; called once, when the handler is first asked for. What it throws leaves there.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder ConfigureErrorHandlerFallbacks(this IErrorManagementBuilder builder, Action<IServiceProvider, HandlerFallbacks> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddSingleton(new ErrorManagement.Hosting.HandlerFallbackSetup(configure));
        return builder;
    }
}
