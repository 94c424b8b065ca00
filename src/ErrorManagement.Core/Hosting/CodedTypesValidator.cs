using Microsoft.Extensions.Options;

namespace ErrorManagement.Hosting;

/// <summary>Finds codes that are malformed or declared twice when the host starts.</summary>
internal sealed class CodedTypesValidator : IValidateOptions<CodedTypes>
{
    public ValidateOptionsResult Validate(string? name, CodedTypes options)
    {
        try
        {
            var mistakes = ErrorCodes.FindDuplicates(options.Types).Select(duplicate => $"Error code {duplicate}: a code must be one type's.").ToArray();
            return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
        }
        catch (FormatException e)
        {
            return ValidateOptionsResult.Fail(e.Message);
        }
    }
}
