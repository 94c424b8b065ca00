using System.Collections;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace ErrorManagement.Architecture.Tests.Options;

/// <summary>Finds the validator of an options type and asks it about one instance, whichever of the known forms it has.</summary>
internal static class Validators
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>The type named XxxOptionsValidator, or null. It may be in another namespace: options are doorway types, validators are not.</summary>
    public static Type? Find(Type options) =>
        options.Assembly.GetTypes().SingleOrDefault(t => OptionsTypes.ShortName(t) == OptionsTypes.ShortName(options) + "Validator");

    /// <summary>The mistakes the validator finds; null when it has no form that can be called with the options alone.</summary>
    public static IReadOnlyList<string>? Ask(Type validator, object options)
    {
        if (validator.IsGenericTypeDefinition)
        {
            validator = validator.MakeGenericType(options.GetType().GetGenericArguments());
        }

        var contract = typeof(IValidateOptions<>).MakeGenericType(options.GetType());
        if (contract.IsAssignableFrom(validator) && validator.GetConstructor(All & ~BindingFlags.Static, Type.EmptyTypes) is { } constructor)
        {
            var result = (ValidateOptionsResult)contract.GetMethod("Validate")!.Invoke(constructor.Invoke([]), [null, options])!;
            return [.. result.Failures ?? []];
        }

        foreach (var method in validator.GetMethods(All | BindingFlags.DeclaredOnly))
        {
            if (!method.IsStatic || method.GetParameters() is not [var first, .. var rest] || !first.ParameterType.IsInstanceOfType(options) || rest.Any(p => !p.HasDefaultValue))
            {
                continue;
            }

            var arguments = new[] { options }.Concat(rest.Select(p => p.DefaultValue)).ToArray();
            try
            {
                switch (method.Invoke(null, arguments))
                {
                    case ValidateOptionsResult result:
                        return [.. result.Failures ?? []];
                    case string mistake:
                        return [mistake];
                    case IEnumerable mistakes:
                        return [.. mistakes.Cast<object>().Select(m => m.ToString()!)];
                    default:
                        return [];
                }
            }
            catch (TargetInvocationException e) when (e.InnerException is ArgumentException or OptionsValidationException)
            {
                return [e.InnerException.Message];
            }
        }

        return null;
    }
}
