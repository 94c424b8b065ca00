using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>Builds every policy when the host starts, so that what is wrong with any of them is found then, all at once, and not by the first call.</summary>
internal sealed class PolicyRegistrationsValidator(IServiceProvider provider) : IValidateOptions<PolicyRegistrations>
{
    public ValidateOptionsResult Validate(string? name, PolicyRegistrations options)
    {
        var mistakes = new List<string>();
        foreach (var (policy, resolve) in options.Policies)
        {
            try
            {
                resolve(provider, policy);
            }
            catch (OptionsValidationException e)
            {
                mistakes.AddRange(e.Failures);
            }
            catch (Exception e)
            {
                mistakes.Add(e is ArgumentException or InvalidOperationException ? e.Message : $"'{policy}': {e.GetType().Name}: {e.Message}");
            }
        }

        return mistakes.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
