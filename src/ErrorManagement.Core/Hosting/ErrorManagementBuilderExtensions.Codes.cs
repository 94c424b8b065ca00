using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ErrorManagement.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

// The check of error codes at start.
public static partial class ErrorManagementBuilderExtensions
{
    /// <summary>Checks at start that no error code is malformed or declared by two types; what is wrong is an OptionsValidationException then. Several calls are checked together.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="types">The types that declare codes; others are passed over.</param>
    /// <returns>The builder.</returns>
    public static IErrorManagementBuilder CheckErrorCodes(this IErrorManagementBuilder builder, params Type[] types)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(types);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CodedTypes>, CodedTypesValidator>());
        builder.Services.AddOptions<CodedTypes>().Configure(coded => coded.Types.UnionWith(types)).ValidateOnStart();
        return builder;
    }

    /// <summary>Checks at start the codes of all types of some assemblies; see the other form.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="assemblies">The assemblies. Types that cannot be loaded are passed over.</param>
    /// <returns>The builder.</returns>
    [RequiresUnreferencedCode("Trimming may remove types, which are then not looked at. Hand over the types instead.")]
    public static IErrorManagementBuilder CheckErrorCodes(this IErrorManagementBuilder builder, params Assembly[] assemblies)
    {
        ArgumentNullException.ThrowIfNull(assemblies);
        return builder.CheckErrorCodes(assemblies.SelectMany(ErrorManagement.ErrorCodes.LoadableTypes).ToArray());
    }
}
